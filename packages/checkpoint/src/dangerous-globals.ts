/**
 * Names through which a pickle runs code, reads or writes files, or opens connections. Not a filter (that is the
 * allow-list; whatever is on neither is `unknown`): it only tells the known weapons from a class of somebody's
 * project. A module stands for everything in it and below.
 */
const MODULES =
  `os posix nt ntpath posixpath sys subprocess _posixsubprocess pty shutil tempfile glob fileinput
   socket _socket socketserver ssl asyncio select selectors http urllib urllib2 httplib ftplib smtplib poplib
   imaplib telnetlib nntplib xmlrpc webbrowser requests aiohttp httpx paramiko fabric wsgiref
   importlib imp _imp pkgutil runpy zipimport zipapp ensurepip venv site sysconfig distutils setuptools
   pip code codeop compileall py_compile _pyrepl idlelib lib2to3 test doctest unittest pdb bdb cmd cProfile profile
   trace timeit pstats tracemalloc gc inspect types marshal pickle _pickle cloudpickle dill joblib shelve dbm
   ctypes _ctypes cffi mmap multiprocessing _multiprocessing threading _thread concurrent signal atexit sched
   operator _operator functools itertools builtins.__import__ logging.config ast dis
   turtledemo antigravity this commands popen2 platform webbrowser pydoc sqlite3 _sqlite3 crypt
   numpy.testing numpy.f2py numpy.distutils numpy.lib.npyio numpy.lib._npyio_impl numpy.lib._utils_impl
   numpy.lib.utils numpy.core.memmap
   torch.hub torch.jit torch._inductor torch._dynamo torch.distributed torch.multiprocessing torch.testing
   torch.utils.cpp_extension torch.utils.collect_env torch.utils.bottleneck torch.utils.model_zoo
   torch.utils._config_module torch.package torch.fx torch.onnx torch.ops torch.classes torch._ops
   torch.utils.data.datapipes torch.serialization torch.storage.torch torch.cuda.nvrtc torch.export
   transformers.utils.hub transformers.dynamic_module_utils pandas.io pandas.eval pandas.core.computation
   nose pytest _pytest IPython jupyter keras.layers.Lambda tensorflow`
    .split(/\s+/)
    .filter((name) => name !== '');

const NAMES = new Set(
  `builtins.eval builtins.exec builtins.execfile builtins.compile builtins.__import__ builtins.open builtins.getattr
   builtins.setattr builtins.delattr builtins.globals builtins.locals builtins.vars builtins.breakpoint
   builtins.input builtins.map builtins.filter builtins.zip builtins.apply builtins.file builtins.reload
   builtins.type builtins.super builtins.classmethod builtins.staticmethod builtins.property builtins.memoryview
   builtins.help builtins.exit builtins.quit builtins.license builtins.credits builtins.copyright
   io.open io.FileIO io.open_code _io.open _io.FileIO _io.open_code codecs.open codecs.decode _codecs.decode
   torch.load torch.save torch.compile torch.from_file torch.utils.data.IterDataPipe torch.load_package
   numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.memmap numpy.save numpy.savez numpy.savetxt
   numpy.vectorize numpy.frompyfunc numpy.fromfunction numpy.apply_along_axis numpy.apply_over_axes numpy.piecewise
   pandas.read_pickle pandas.eval pandas.read_csv collections.namedtuple weakref.finalize contextlib.ExitStack
   logging.FileHandler logging.handlers.SocketHandler copyreg.add_extension copyreg.pickle
   torch._utils.ExceptionWrapper torch.storage._load_from_bytes`.split(/\s+/),
);

// what the weights-only unpickler itself calls, though its module is listed
const EXCEPTIONS = new Set(['torch.serialization._get_layout', 'types.SimpleNamespace', 'functools.partial']);

const modules = new Set(MODULES);

/** The listed name that `name` is, lies in, or reaches through attributes (`torch.os.system`); undefined if none. */
export function dangerousPart(name: string): string | undefined {
  if (EXCEPTIONS.has(name) && name !== 'functools.partial') return undefined;
  const parts = name.replace(/^__builtin__\./, 'builtins.').split('.');
  for (let from = 0; from < parts.length; from++) {
    for (let to = from + 1; to <= parts.length; to++) {
      const candidate = parts.slice(from, to).join('.');
      // a dunder reached through a class leads anywhere (`__globals__`, `__subclasses__`)
      if (/^__[a-z]+__$/.test(candidate) && from > 0 && !name.startsWith('copyreg.')) return candidate;
      if (NAMES.has(candidate)) return candidate;
      if (modules.has(candidate) && (from === 0 || isStandardModule(candidate))) return candidate;
    }
  }
  return undefined;
}

/** Modules that other modules carry as attributes under their own name; `models.code.Parser` is not one. */
const CARRIED = new Set(
  'os posix nt sys subprocess socket shutil importlib runpy ctypes builtins pickle marshal pty inspect'.split(
    ' ',
  ),
);

function isStandardModule(name: string): boolean {
  return CARRIED.has(name);
}
