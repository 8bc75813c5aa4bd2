import { describe, expect, it } from 'vitest';
import { judgeHolder } from '../../src/lock/judge-holder.ts';
import { holder, machine } from '../support/lock.ts';

describe('judgeHolder', () => {
  it('sees a process of this machine', () => {
    expect(judgeHolder(holder(), machine(), undefined)).toEqual({ kind: 'alive' });
  });

  it('sees that a process has ended', () => {
    const ended = holder({ pid: 101 });

    expect(judgeHolder(ended, machine(), undefined)).toEqual({
      kind: 'gone',
      why: 'process_ended',
    });
  });

  it('is not taken in by a process that got the same number later', () => {
    const earlier = holder({ start_time: '4000' });

    expect(judgeHolder(earlier, machine(), undefined)).toEqual({
      kind: 'gone',
      why: 'process_ended',
    });
  });

  it('takes nobody for alive who did not know when he began', () => {
    const nameless = holder({ pid: 101, start_time: null });

    expect(judgeHolder(nameless, machine(), undefined)).toMatchObject({ kind: 'gone' });
  });

  it('knows that nobody survives a restart of the machine', () => {
    const before = holder({ boot_id: 'boot-0' });

    expect(judgeHolder(before, machine(), undefined)).toEqual({
      kind: 'gone',
      why: 'machine_restarted',
    });
  });

  it('cannot see the processes of another host, whatever their sockets seem to say', () => {
    const elsewhere = holder({ boot_id: 'boot-9', host: 'billing-2', socket: 'run-00000000.sock' });

    expect(judgeHolder(elsewhere, machine(), undefined)).toEqual({ kind: 'unknown' });
    expect(judgeHolder(elsewhere, machine(), 'refused')).toEqual({ kind: 'unknown' });
  });

  it("asks the socket about another container's process, which has a number of its own", () => {
    const container = holder({ host: '4f9d1c7a0b2e', socket: 'run-00000000.sock' });

    expect(judgeHolder(container, machine(), 'listening')).toEqual({ kind: 'alive' });
    expect(judgeHolder(container, machine(), 'refused')).toEqual({
      kind: 'gone',
      why: 'process_ended',
    });
    expect(judgeHolder(container, machine(), undefined)).toEqual({ kind: 'unknown' });
  });

  it('sees a container of the same name at work', () => {
    const twin = holder({ pid: 7, start_time: '6000', socket: 'run-00000000.sock' });

    expect(judgeHolder(twin, machine(), 'listening')).toEqual({ kind: 'alive' });
  });

  it('does not guess without the id of the boot', () => {
    const nameless = holder({ boot_id: null });

    expect(judgeHolder(nameless, machine(), undefined)).toEqual({ kind: 'unknown' });
    expect(judgeHolder(holder(), machine({ bootId: undefined }), undefined)).toEqual({
      kind: 'unknown',
    });
  });
});
