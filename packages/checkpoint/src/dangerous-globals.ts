/**
 * Names through which a pickle runs code, touches files or opens connections. This is no filter: whatever is not on
 * the allow-list is `unknown` at best. It tells the known weapons from a class of somebody's project. A name stands
 * for itself and everything below it.
 */
const WEAPONS = new Set(
  [
    // processes, files, the interpreter
    'os posix nt sys subprocess _posixsubprocess commands popen2 pty shutil tempfile fileinput signal _signal',
    'atexit gc ctypes _ctypes cffi mmap resource syslog pexpect tarfile zipfile _aix_support _osx_support _pyrepl',
    '_interpreters _xxsubinterpreters uuid._get_command_stdout uuid._popen',
    // network
    'socket _socket socketserver ssl _ssl asyncio selectors http httplib urllib urllib2 urllib3 ftplib smtplib',
    'poplib imaplib telnetlib nntplib xmlrpc xmlrpclib webbrowser requests aiohttp httpx paramiko fabric',
    // imports, code objects, other people's loaders
    'importlib imp _imp _frozen_importlib _frozen_importlib_external pkgutil runpy zipimport zipapp ensurepip venv',
    'distutils setuptools pip codeop compileall py_compile idlelib lib2to3 marshal pickle cPickle _pickle cloudpickle',
    'dill joblib shelve dbm pydoc doctest pdb bdb cProfile timeit sqlite3 _sqlite3 multiprocessing',
    '_multiprocessing _thread concurrent.futures pytest _pytest nose IPython turtledemo antigravity',
    'types.CodeType types.FunctionType types.LambdaType types.MethodType types.ModuleType types.coroutine',
    'code.InteractiveInterpreter code.InteractiveConsole code.interact code.compile_command cmd.Cmd',
    'profile.Profile profile.run profile.runctx trace.Trace trace.main site.main site.addsitedir site.addpackage',
    'site.execsitecustomize site.execusercustomize test.support unittest.mock unittest.main logging.config',
    'logging.FileHandler logging.handlers threading.Thread threading.Timer platform.popen glob.glob linecache',
    'operator.attrgetter operator.methodcaller operator.call _operator.attrgetter _operator.methodcaller',
    '_operator.call codecs.open codecs.decode _codecs.decode io.open io.FileIO io.open_code _io.open _io.FileIO',
    '_io.open_code weakref.finalize contextlib.ExitStack collections.namedtuple copyreg.add_extension copyreg.pickle',
    // builtins
    'builtins.eval builtins.exec builtins.execfile builtins.compile builtins.__import__ builtins.open',
    'builtins.getattr builtins.setattr builtins.delattr builtins.globals builtins.locals builtins.vars',
    'builtins.breakpoint builtins.input builtins.raw_input builtins.map builtins.filter builtins.apply',
    'builtins.file builtins.reload builtins.help builtins.exit builtins.quit builtins.license builtins.credits',
    'builtins.copyright builtins.memoryview.release functools.reduce',
    // numpy, pandas, torch
    'numpy.testing numpy.f2py numpy.distutils numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.memmap',
    'numpy.save numpy.savez numpy.savetxt numpy.DataSource numpy.lib.npyio numpy.lib._npyio_impl numpy.ctypeslib',
    'numpy.frompyfunc numpy.vectorize numpy.fromfunction numpy.piecewise numpy.apply_along_axis',
    'pandas.read_pickle pandas.eval pandas.io pandas.core.computation',
    'torch.load torch.save torch.compile torch.from_file torch.hub torch.jit torch.package torch.fx torch.onnx',
    'torch.export torch.ops torch.classes torch._ops torch._inductor torch._dynamo.guards torch._dynamo.debug_utils',
    'torch._dynamo.repro torch._dynamo.testing torch._dynamo.utils torch.distributed.rpc torch.distributed.elastic',
    'torch.distributed.launcher torch.distributed.run torch.distributed.launch torch.distributed.nn.jit',
    'torch.multiprocessing torch.testing torch.serialization.load torch.serialization.save',
    'torch.serialization._legacy_load torch.serialization._load torch.storage._load_from_bytes',
    'torch.storage.UntypedStorage.from_file torch._utils_internal torch._utils.ExceptionWrapper',
    'torch.utils.cpp_extension torch.utils.collect_env torch.utils.bottleneck torch.utils.model_zoo',
    'torch.utils._config_module torch.utils.data.datapipes torch.utils.hipify torch.cuda._gpu_trace',
    'transformers.utils.hub transformers.dynamic_module_utils transformers.pipeline huggingface_hub',
    'tensorflow keras.layers.Lambda jax.experimental sklearn.utils._joblib',
  ]
    .join(' ')
    .split(' '),
);

/** Modules that others carry as attributes: `torch` and `os` as module and name give the module `os` itself. */
const CARRIED = new Set(
  'os _os posix nt sys _sys subprocess socket shutil importlib runpy ctypes builtins __builtins__ pty code pickle'.split(
    ' ',
  ),
);

/** TorchScript's pickles name them; each returns what it is given (`torch/jit/_pickle.py`). */
const HARMLESS =
  /^torch\.jit\._pickle\.(?:build_(?:int|tensor|double|bool)list|build_tensor_from_id|restore_type_tag)$/;

/** What in this name can do harm; undefined where nothing is known. */
export function findWeapon(module: string, name: string): string | undefined {
  if (HARMLESS.test(`${module}.${name}`)) return undefined;
  const path = [...module.replace(/^__builtins?__$/, 'builtins').split('.'), ...name.split('.')];
  for (let length = 1; length <= path.length; length++) {
    const prefix = path.slice(0, length).join('.');
    if (WEAPONS.has(prefix)) return prefix;
  }
  // protocol 4 walks along the dots of a name: into modules, and through dunders (`__globals__`) anywhere
  return name
    .split('.')
    .find((part, i, parts) => CARRIED.has(part) || (parts.length > 1 && i > 0 && /^__\w+__$/.test(part)));
}
