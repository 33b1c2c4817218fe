import { expect, test } from 'vitest';
import { parseWheelRecord } from './wheel-record.ts';

test('checksums by path, also of a path that CSV quotes; files without one are left out', () => {
  // SHA-256 of nothing, and of "a"
  const record = [
    'robosuite/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0',
    '"robosuite/a ""b"", c.stl",sha256=ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs=,1',
    'robosuite-1.4.0.dist-info/RECORD,,',
    'robosuite/old.py,md5=abc,3',
  ];
  expect(Object.fromEntries(parseWheelRecord(record.join('\r\n')))).toEqual({
    'robosuite/__init__.py': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'robosuite/a "b", c.stl': 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
  });
});
