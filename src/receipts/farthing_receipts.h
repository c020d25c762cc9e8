/**
 * Checks payment receipts of SatoshiPay and Farthing, for programs in C and whatever can call C.
 *
 *     cc server.c $(pkg-config --cflags --libs farthing-receipts)
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef FARTHING_RECEIPTS_H
#define FARTHING_RECEIPTS_H

#include <stddef.h>
#include <stdint.h>

#define FARTHING_RECEIPTS_API __attribute__((visibility("default")))

#ifdef __cplusplus
#define FARTHING_RECEIPTS_NOEXCEPT noexcept
extern "C" {
#else
#define FARTHING_RECEIPTS_NOEXCEPT
#endif

/* NOLINTBEGIN(readability-identifier-naming): the names of a C interface. */

/** Text with its size; it may hold any bytes and need not end in NUL. */
typedef struct farthing_text {
    const char* data;
    size_t size;
} farthing_text;

typedef enum farthing_verdict {
    FARTHING_RECEIPT_VALID = 0,
    FARTHING_RECEIPT_MALFORMED = 1, /**< Not a receipt in its one canonical spelling. */
    FARTHING_RECEIPT_WRONG = 2,     /**< Not one for the good with this secret. */
    FARTHING_RECEIPT_EXPIRED = 3
} farthing_verdict;

/* NOLINTEND(readability-identifier-naming) */

/**
 * Whether a receipt opens the good with this shared secret at `now_seconds`, UNIX time.
 *
 * Any number of threads at once. Constant time over the secret; allocates nothing after a thread's
 * first call. Let nothing out unless it is FARTHING_RECEIPT_VALID. With an empty secret nothing is.
 * At a time before 0 or after 999999999999999 everything has expired.
 */
FARTHING_RECEIPTS_API farthing_verdict farthing_receipt_verify(farthing_text receipt,
                                                               farthing_text shared_secret,
                                                               int64_t now_seconds)
    FARTHING_RECEIPTS_NOEXCEPT;

/**
 * Whether a text is the shared secret itself, which v1 took as a proof (`paymentCert`). 1 or 0, in
 * constant time. For goods that still take it; nobody should begin to. Nothing equals an empty one.
 */
FARTHING_RECEIPTS_API int farthing_secret_equals(farthing_text text, farthing_text shared_secret)
    FARTHING_RECEIPTS_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
