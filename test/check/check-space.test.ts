import { describe, expect, it } from 'vitest';
import { checkSpace } from '../../src/check/check-space.ts';
import { type FileSystem, nodeFileSystem } from '../../src/files/file-system.ts';
import { inEnglish } from '../support/in-english.ts';

/** A disk of a terabyte with so much left. */
function diskWith(freeBytes: number): FileSystem {
  const statfs = async () => ({ bsize: 1, blocks: 1e12, bavail: freeBytes });
  return { ...nodeFileSystem, statfs };
}

describe('the room for a body', () => {
  it('is that of the body and of what is noted beside it', async () => {
    const enough = await checkSpace(diskWith(800_000_000), '/state', 400_000_000);
    const less = await checkSpace(diskWith(799_900_000), '/state', 400_000_000);

    expect(inEnglish(enough)).toEqual({ findings: [], text: '800.0 MB free' });
    expect(inEnglish(less.findings)).toEqual([
      {
        status: 'failed',
        code: 'disk_full',
        found:
          'the disk of /state has 799.9 MB left, and a body of EXTERNAL_API_MAX_BYTES needs 800.0 MB',
        cure: 'Free some space: what cannot be kept cannot be delivered either.',
        exitCode: 73,
      },
    ]);
  });

  it('is warned of when it is going to be used up', async () => {
    const { findings } = await checkSpace(diskWith(99_000_000), '/state', 4_000_000);

    expect(inEnglish(findings)).toMatchObject([
      { status: 'warning', code: 'disk_nearly_full', found: 'the disk of /state has 99.0 MB left' },
    ]);
  });

  it('may be what the system cannot tell', async () => {
    const disk = { ...nodeFileSystem, statfs: async () => ({ bsize: 1, blocks: 0, bavail: 0 }) };

    expect(inEnglish(await checkSpace(disk, '/state', 4_000_000))).toEqual({
      findings: [],
      text: 'free space unknown',
    });
  });
});
