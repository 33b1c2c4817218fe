import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isLerobotType, knownFields, refusedConfig } from './lerobot-config-fields.ts';

// made by oracle/architecture/lerobot_fields.py
const releases = JSON.parse(
  readFileSync(new URL('../architectures/fixtures/lerobot-config-fields.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, { class: string; fields: string[] }>>;

test.each(Object.entries(releases))('LeRobot %s: the fields of its config classes', (release, types) => {
  for (const [type, { class: className, fields }] of Object.entries(types)) {
    if (!isLerobotType(type)) throw new Error(type);
    expect([...knownFields(type, release)].sort(), type).toEqual([...fields, 'type'].sort());
    expect(refusedConfig(type, [...fields, 'made_up'], release)?.error).toBe(
      `DecodingError: The fields \`made_up\` are not valid for ${className}`,
    );
  }
});

test('a type that came later', () => {
  expect(refusedConfig('pi05', [], '0.3.3')?.error).toContain("choice class for 'pi05'");
  expect(refusedConfig('pi05', [], '0.4.0')).toBeUndefined();
});
