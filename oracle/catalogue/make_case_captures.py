"""Writes the captures of the catalogue's cases: the tar files that capture.sh makes, with notes of other machines.

    python oracle/catalogue/make_case_captures.py packages/diagnose/src/causes

What nvidia-smi, ldconfig and LIBERO print is taken from such machines, shortened. Logs beside them are written too.
"""

import io
import json
import shutil
import sys
import tarfile
from pathlib import Path

ROOT = Path(sys.argv[1])
SITE = "/home/user/venv/lib/python3.10/site-packages"
PACKAGES = {"libero": "0.1.0", "robosuite": "1.4.0", "torch": "2.8.0", "transformers": "4.57.1"}


def smi(gpu, cuda):
    return f"""$ nvidia-smi
| NVIDIA-SMI 535.104.05             Driver Version: 535.104.05   CUDA Version: {cuda}     |
|-----------------------------------------+----------------------+----------------------+
|   0  {gpu:<33}  Off | 00000000:65:00.0 Off |                  Off |
$ nvcc --version
(not found)
"""


def torch_version(cuda):
    return f"torch/version.py\n__version__ = '2.8.0'\ndebug = False\ncuda: Optional[str] = {cuda}\nhip: Optional[str] = None\n"


def gl(variables, libraries):
    listed = "".join(f"\t{name} (libc6,x86-64) => /lib/x86_64-linux-gnu/{name}\n" for name in libraries)
    if libraries is NO_LDCONFIG:
        listed = "(no ldconfig)\n"
    return "# variables\n" + "".join(f"{line}\n" for line in variables) + f"# libraries\n{listed}# devices\n"


NO_LDCONFIG = ("",)
CONFIG = "# /home/user/.libero/config.yaml\n" + "".join(
    f"{name}: {{root}}{path}\n"
    for name, path in [
        ("assets", "/./assets"),
        ("bddl_files", "/./bddl_files"),
        ("benchmark_root", ""),
        ("datasets", "/../datasets"),
        ("init_states", "/./init_files"),
    ]
)


def case(cause, name, strength=None, capture=None, packages=PACKAGES, logs=None):
    folder = ROOT / cause / "cases" / name
    given = folder / "input"
    shutil.rmtree(folder, ignore_errors=True)
    given.mkdir(parents=True)
    expected = {"matches": True, "strength": strength} if strength else {"matches": False}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
    for file, text in (logs or {}).items():
        (given / file).write_text(text)
    if capture is None:
        return
    files = {"site-packages.txt": f"{SITE}\n", **capture}
    for package, version in packages.items():
        info = f"env/lib/python3.10/site-packages/{package}-{version}.dist-info/METADATA"
        files.setdefault(info, f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
    with tarfile.open(given / "node.tar", "w", format=tarfile.USTAR_FORMAT) as tar:
        for path, text in files.items():
            info = tarfile.TarInfo(f"plumb-capture/{path}")
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))


CODE = "environment/gl-library-missing"
EGL = ["libEGL.so.1", "libGL.so.1", "libOpenGL.so.0"]
case(CODE, "osmesa-captured", "likely", {"gl.txt": gl(["MUJOCO_GL=osmesa"], EGL)})
case(CODE, "egl-captured", "likely", {"gl.txt": gl(["MUJOCO_GL=egl"], [])})
case(CODE, "library-path-set", "possible", {"gl.txt": gl(["MUJOCO_GL=egl", "LD_LIBRARY_PATH=/opt/gl"], [])})
case(CODE, "installed", None, {"gl.txt": gl(["MUJOCO_GL=egl"], EGL)})
case(CODE, "no-ldconfig", None, {"gl.txt": gl(["MUJOCO_GL=egl"], NO_LDCONFIG)})
case(CODE, "told-by-the-log", "proven", logs={"eval.log": """Traceback (most recent call last):
  File "eval.py", line 3, in <module>
    from robosuite.renderers.context.osmesa_context import OSMesaGLContext
ImportError: cannot import name 'OSMesaCreateContextAttribs' from 'OpenGL.osmesa' (/venv/lib/python3.10/site-packages/OpenGL/osmesa/__init__.py)
"""})

CODE = "environment/egl-device-not-visible"
case(CODE, "captured", "likely", {"gl.txt": gl(["CUDA_VISIBLE_DEVICES=2,3", "MUJOCO_EGL_DEVICE_ID=0"], EGL)})
case(CODE, "substring", "likely", {"gl.txt": gl(["CUDA_VISIBLE_DEVICES=10,11", "MUJOCO_EGL_DEVICE_ID=1"], EGL)})
case(CODE, "listed", None, {"gl.txt": gl(["CUDA_VISIBLE_DEVICES=2,3", "MUJOCO_EGL_DEVICE_ID=3"], EGL)})
case(CODE, "by-uuid", None, {"gl.txt": gl(["CUDA_VISIBLE_DEVICES=GPU-8932f937", "MUJOCO_EGL_DEVICE_ID=0"], EGL)})
for name, error in [
    ("not-visible", "AssertionError: MUJOCO_EGL_DEVICE_ID needs to be set to one of the device id specified in CUDA_VISIBLE_DEVICES"),
    ("out-of-range", "RuntimeError: The MUJOCO_EGL_DEVICE_ID environment variable must be an integer between 0 and 0 (inclusive), got 7."),
]:
    trace = f'Traceback (most recent call last):\n  File "eval.py", line 9, in <module>\n    env = make_env()\n{error}\n'
    case(CODE, name, "proven", logs={"eval.log": trace})

CODE = "environment/torch-cannot-use-gpu"
case(CODE, "new-gpu", "likely", {"cuda.txt": torch_version("'12.6'") + smi("NVIDIA GeForce RTX 5090", "12.8")})
case(CODE, "old-driver", "likely", {"cuda.txt": torch_version("'12.8'") + smi("NVIDIA A100-SXM4-80GB", "11.4")})
case(CODE, "torch-for-the-cpu", "likely", {"cuda.txt": torch_version("None") + smi("NVIDIA A100-SXM4-80GB", "12.2")})
case(CODE, "older-minor-version", None, {"cuda.txt": torch_version("'12.8'") + smi("NVIDIA A100-SXM4-80GB", "12.2")})
case(CODE, "new-gpu-new-torch", None, {"cuda.txt": torch_version("'12.8'") + smi("NVIDIA GeForce RTX 5090", "12.8")})
case(CODE, "cpu-machine", None, {"cuda.txt": torch_version("None") + "$ nvidia-smi\n(not found)\n"})
for name, line in [
    ("architecture", "NVIDIA GeForce RTX 5090 with CUDA capability sm_120 is not compatible with the current PyTorch installation."),
    ("no-kernel", "RuntimeError: CUDA error: no kernel image is available for execution on the device"),
    ("driver-too-old", "RuntimeError: The NVIDIA driver on your system is too old (found version 11040). Please update your GPU driver"),
    ("not-compiled", "AssertionError: Torch not compiled with CUDA enabled"),
]:
    trace = f'Traceback (most recent call last):\n  File "eval.py", line 9, in <module>\n    model.to("cuda")\n{line}\n'
    case(CODE, name, "proven", logs={"eval.log": trace})

CODE = "environment/libero-config-elsewhere"
case(CODE, "captured", "likely", {"libero-config.yaml": CONFIG.format(root="/home/user/LIBERO-plus/libero/libero")})
case(CODE, "captured-and-raised", "proven", {"libero-config.yaml": CONFIG.format(root="/home/user/LIBERO-plus/libero/libero")},
     logs={"eval.log": """Traceback (most recent call last):
  File "eval.py", line 9, in <module>
    env = OffScreenRenderEnv(**args)
AssertionError: [error] /home/user/LIBERO-plus/libero/libero/./bddl_files/libero_spatial/pick_up_the_bowl.bddl does not exist!
"""})
case(CODE, "captured-its-own", None, {"libero-config.yaml": CONFIG.format(root=f"{SITE}/libero/libero")})
EDITABLE = "env/lib/python3.10/site-packages/libero-0.1.0.dist-info/direct_url.json"
ORIGIN = '{"url": "file:///home/user/LIBERO", "dir_info": {"editable": true}}'
case(CODE, "captured-editable", None, {EDITABLE: ORIGIN, "libero-config.yaml": CONFIG.format(root="/home/user/LIBERO/libero/libero")})

CODE = "environment/libero-first-import-asks"
case(CODE, "captured-without-a-configuration", "possible", {"gl.txt": gl([], EGL)})
case(CODE, "captured-with-one", None, {"libero-config.yaml": CONFIG.format(root=f"{SITE}/libero/libero")})
case(CODE, "captured-without-libero", None, {"gl.txt": gl([], EGL)}, packages={"torch": "2.8.0"})
