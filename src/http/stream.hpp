#pragma once

#include <functional>
#include <memory>
#include <string>

namespace farthing::http {

/// The server's end of a body that goes on. Any thread; after the end nothing happens.
///
/// When the last copy of the pointer to it goes without an end, the body is cut off: nobody could
/// end it any more.
class StreamSender {
public:
    virtual ~StreamSender() = default;
    /// Queues a piece of the body. A peer that does not read until the queue is full
    /// (limits::kStreamQueueBytes) is cut off; a piece larger than the queue never fits. Pieces may
    /// reach the peer joined or divided.
    virtual void send(std::string text) = 0;
    /// Ends the body properly after what is queued has gone out.
    virtual void end() = 0;
    /// Cuts the connection without a proper end, as a failing network would. What is queued may be
    /// lost.
    virtual void abort() = 0;
};

/// What a room above does with one such body. Called on the connection's network thread, one call
/// at a time, and never from within a call of the sender.
///
/// A peer that vanished without a word is noticed only when something is sent to it, so that a room
/// with little to say sends something meaningless now and then.
class StreamSession {
public:
    virtual ~StreamSession() = default;
    /// The head is on its way.
    virtual void on_open() = 0;
    /// The last call, exactly once, also when the peer left before on_open(). The sender may
    /// outlive it.
    virtual void on_close() = 0;
};

/// Makes the session when the head of the answer is about to be sent, on the network thread. Null:
/// the room needs no calls. What it throws makes the answer a 500.
using OpenStream = std::function<std::shared_ptr<StreamSession>(std::shared_ptr<StreamSender>)>;

/// A body without a length, which goes on until one side ends it. Not opened for HEAD and for a
/// status without a body.
struct StreamBody {
    OpenStream open;
};

}  // namespace farthing::http
