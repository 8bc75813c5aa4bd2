import { expect, it } from 'vitest';
import { receiverTarget } from '../../src/delivery/receiver-target.ts';

it('names the receiver without what may be secret', () => {
  const url = new URL('https://user:pw@billing.test:8443/v1/usage?key=secret#top');

  expect(receiverTarget(url)).toBe('https://billing.test:8443/v1/usage');
});

it('tells receivers apart by a token in the path without holding it', () => {
  const token = 'T9dXk2mQv7LrY0bZ';
  const other = token.replace('T9', 'T8');
  const target = receiverTarget(new URL(`https://hooks.test/services/${token}/usage`));

  expect(target).toMatch(/^https:\/\/hooks\.test\/services\/\*{3}[0-9a-f]{8}\/usage$/);
  expect(receiverTarget(new URL(`https://hooks.test/services/${other}/usage`))).not.toBe(target);
});
