import { expect, it } from 'vitest';
import { receiverTarget } from '../../src/delivery/receiver-target.ts';

it('names the receiver without what may be secret', () => {
  const url = new URL('https://user:pw@billing.test:8443/v1/usage?key=secret#top');

  expect(receiverTarget(url)).toBe('https://billing.test:8443/v1/usage');
});
