// SPDX-License-Identifier: MIT
// A disk of its own for a test, in a file, whose power can be cut. Needs root and loop devices.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { binary } from './farthing.mjs';

const SIZE = 400 * 1024 * 1024;
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

const call = promisify(execFile);
const command = (name, ...args) => call(name, args, { env: { ...process.env, PATH } });

const powerCut = join(dirname(binary), 'tests/crash/power_cut');

export class LoopDisk {
  /** Why there can be no such disk here; nothing when there can. */
  static async obstacle(type) {
    if (process.getuid() !== 0) return 'needs root';
    if (!existsSync('/dev/loop-control')) return 'there are no loop devices';
    if (!existsSync(powerCut)) return `${powerCut} is not built`;
    try {
      const disk = await LoopDisk.make(type);
      await disk.remove();
      return undefined;
    } catch (problem) {
      return `no ${type} on a loop device: ${problem.message.trim().replaceAll('\n', ' ')}`;
    }
  }

  static async make(type) {
    const disk = new LoopDisk(await mkdtemp(join(tmpdir(), 'farthing-disk-')));
    try {
      const file = await open(disk.image, 'w');
      await file.truncate(SIZE);
      await file.close();
      await mkdir(disk.folder);
      await command(`mkfs.${type}`, '-q', disk.image);
      await disk.#mount();
      return disk;
    } catch (problem) {
      await disk.remove();
      throw problem;
    }
  }

  constructor(place) {
    this.place = place;
    this.image = join(place, 'image');
    this.folder = join(place, 'mounted');
    this.mounted = false;
  }

  /** From now on nothing that is written reaches the disk. */
  async cutPower() {
    await command(powerCut, this.folder);
  }

  /** The disk as it is after the cut. Nobody may have a file open on it any more. */
  async restorePower() {
    await this.#unmount();
    await this.#mount();
  }

  async remove() {
    await this.#unmount();
    await rm(this.place, { recursive: true, force: true });
  }

  async #mount() {
    await command('mount', '-o', 'loop', this.image, this.folder);
    this.mounted = true;
  }

  async #unmount() {
    if (!this.mounted) return;
    await command('umount', this.folder);
    this.mounted = false;
  }
}
