import { diskFailure } from './disk-failure.js';

describe('diskFailure', () => {
  it.each(['ENOSPC', 'EDQUOT'])('knows %s', (code) => {
    const cause = Object.assign(new Error('mkdir'), { code });
    expect(diskFailure(cause)).toMatchObject({ code: 'DISK_FULL', cause });
  });

  it.each([Object.assign(new Error('no'), { code: 'EACCES' }), new Error('other')])('leaves %p as it is', (error) => {
    expect(diskFailure(error)).toBe(error);
  });
});
