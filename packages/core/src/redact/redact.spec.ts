import { describe, expect, test } from 'vitest';
import { createRedactor, redact } from './redact.ts';

describe('users', () => {
  test('a home folder loses its owner and all but its end', () => {
    expect(redact('/home/alice/AtlasVLA/vggt_vla/eval/debug_eval.py')).toBe('…/eval/debug_eval.py');
    expect(redact('/Users/alice/x')).toBe('…/user-1/x');
    expect(redact('/home/alice')).toBe('/home/user-1');
    expect(redact('C:\\Users\\Alice\\runs\\eval.log')).toBe('…\\runs\\eval.log');
    expect(redact('C:\\Users\\Alice\\eval.log')).toBe('…\\user-1\\eval.log');
    expect(redact('~alice/runs')).toBe('~user-1/runs');
    expect(redact('/root/.cache/huggingface/hub')).toBe('…/huggingface/hub');
  });

  test('a known name goes wherever it stands, and is the same person each time', () => {
    expect(redact('/home/alice/a/b/c owned by alice, run alice_exp1, not malice; /home/bob/x/y/z')).toBe(
      '…/b/c owned by user-1, run user-1_exp1, not malice; …/y/z',
    );
    expect(redact('USER=carol\nwandb: Currently logged in as: carol (team)')).toBe(
      'USER=user-1\nwandb: Currently logged in as: user-1 (team)',
    );
  });

  test('shares: the folder below is hidden where it would stay visible, and only there', () => {
    expect(redact('/scratch/alice/x.pt and alice')).toBe('…/user-1/x.pt and user-1');
    expect(redact('/data/libero/x.hdf5 of libero')).toBe('…/user-1/x.hdf5 of libero');
    expect(redact('/workspace/dave/AtlasVLA/logs/best.pt')).toBe('…/logs/best.pt');
  });

  test('common logins are nobody', () => {
    expect(redact('/home/user')).toBe('/home/user');
    expect(redact('the user of /home/ubuntu/a/b')).toBe('the user of …/a/b');
  });
});

describe('paths', () => {
  test('the last two components and the line stay', () => {
    expect(
      redact('File "/opt/conda/lib/python3.10/site-packages/torch/nn/modules/module.py", line 2624'),
    ).toBe('File "…/modules/module.py", line 2624');
    expect(redact('/srv/a/b/eval.log:44: boom')).toBe('…/b/eval.log:44: boom');
    expect(redact("ck='/srv/a/b/c.pt'")).toBe("ck='…/b/c.pt'");
    expect(redact('--env=/srv/a/b/venv')).toBe('--env=…/b/venv');
    expect(redact('file:///srv/a/b/c.pt')).toBe('…/b/c.pt');
  });

  test('what is no absolute path stays', () => {
    for (const text of [
      'vggt_vla/eval/debug_eval.py',
      './a/b/c/d',
      'and/or',
      '3/500 episodes',
      'N/A',
      '</div>',
      '/dev/null',
      'Qwen/Qwen3-0.6B-Base',
      '1 / 2 / 3',
    ])
      expect(redact(text)).toBe(text);
  });
});

describe('hosts', () => {
  test('addresses, but not versions', () => {
    expect(redact('connect 10.0.3.17:5555, 10.0.3.18, 10.0.3.17')).toBe(
      'connect host-1:5555, host-2, host-1',
    );
    expect(redact('http://127.0.0.1:8000/act')).toBe('http://127.0.0.1:8000/…');
    for (const text of [
      'nvidia-cublas-cu12==12.8.4.1',
      'opencv 4.9.0',
      'driver 535.104.5.1',
      'Driver Version: 1.2.3.4',
    ])
      expect(redact(text)).toBe(text);
    expect(redact('2001:db8:85a3:8d3:1319:8a2e:370:7348 at 12:34:56')).toBe('host-1 at 12:34:56');
  });

  test('nodes of a cluster in the places where launchers name them', () => {
    expect(redact('srun: error: gpu07: task 0: Killed')).toBe('srun: error: host-1: task 0: Killed');
    expect(redact('slurmstepd: error: *** JOB 17 ON gpu07 CANCELLED ***')).toContain('ON host-1 CANCELLED');
    expect(redact('SLURMD_NODENAME=gpu07\n[gpu07:12345] *** Process received signal')).toBe(
      'SLURMD_NODENAME=host-1\n[host-1:12345] *** Process received signal',
    );
    expect(redact('  host      : trainer.cluster.internal')).toBe('  host      : host-1');
  });

  test('a login on a host', () => {
    expect(redact('alice@gpu07:~$ python eval.py # alice')).toBe('user-1@host-1:~$ python eval.py # user-1');
    expect(redact('scp alice@login.hpc.example.edu:runs/x .')).toBe('scp user-1@host-1:runs/x .');
    expect(redact('pip install torch@2.1 and git@github.com:org/repo')).toBe(
      'pip install torch@2.1 and git@github.com:org/repo',
    );
  });

  test('public hubs stay, private servers do not', () => {
    const page = 'https://huggingface.co/facebook/VGGT-1B/resolve/main/model.pt';
    expect(redact(`Downloading: "${page}" to /home/alice/.cache/torch/hub/model.pt`)).toBe(
      `Downloading: "${page}" to …/hub/model.pt`,
    );
    expect(redact('https://raw.githubusercontent.com/a/b/main/x.py')).toContain(
      'raw.githubusercontent.com/a/b',
    );
    expect(redact('see https://git.acme-robotics.io/team/vla.')).toBe('see https://host-1/….');
    expect(redact('https://bob:hunter2@git.acme-robotics.io/x')).toBe('https://<secret>@host-1/…');
    expect(redact('https://evilgithub.com/x')).toBe('https://host-1/…');
  });
});

describe('secrets', () => {
  test('tokens go, whoever issued them', () => {
    for (const text of [
      'hf_AbCdEfGhIjKlMnOpQrStUvWxYz012345',
      'sk-proj-abcdefghijklmnop1234567890',
      'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
      `WANDB_API_KEY=${'0123456789abcdef'.repeat(3).slice(0, 40)}`,
      `wandb login ${'0123456789abcdef'.repeat(3).slice(0, 40)}`,
      'password: correct-horse-battery-9',
      'Authorization: Bearer abcdef0123456789abcdef',
    ]) {
      const out = redact(text);
      expect(out).toContain('<secret>');
      expect(out).not.toMatch(/[A-Za-z0-9]{16,}/);
    }
  });

  test('what only looks like one stays', () => {
    const commit = 'f'.repeat(40);
    for (const text of [
      `commit ${commit}`,
      'tokens: 77',
      'token_ids: [1, 2]',
      'max_token = 2048',
      'task_hf_x',
    ])
      expect(redact(text)).toBe(text);
  });

  test('e-mail addresses', () => {
    expect(redact('mail alice.b@uni-x.edu or carol@y.org, alice.b@uni-x.edu')).toBe(
      'mail email-1 or email-2, email-1',
    );
  });
});

test('redacting twice changes nothing more', () => {
  const text =
    'alice@gpu07:/home/alice/a/b/c.py:7 https://git.acme-robotics.io/x 10.1.2.3 /scratch/bob/z.pt hf_0123456789abcdefgh';
  expect(redact(redact(text))).toBe(redact(text));
});

test('several texts of one report share their pseudonyms', () => {
  const hide = createRedactor();
  expect(hide('/home/alice')).toBe('/home/user-1');
  expect(hide('/home/bob')).toBe('/home/user-2');
  expect(hide('alice')).toBe('user-1');
});

test('what a load error says is not touched', () => {
  const text =
    'size mismatch for language_encoder.projector.0.weight: copying a param with shape torch.Size([768, 1024]) from checkpoint, the shape in current model is torch.Size([768, 896]).';
  expect(redact(text)).toBe(text);
});
