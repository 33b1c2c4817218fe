/**
 * Names that `pickle` translates on the way from Python 2 (protocols 0 to 2, `fix_imports`), after CPython's
 * `_compat_pickle`. torch saves with protocol 2, so these apply to every checkpoint.
 */
const MODULES: Record<string, string> = Object.fromEntries(
  `__builtin__ builtins, copy_reg copyreg, Queue queue, SocketServer socketserver, ConfigParser configparser,
   repr reprlib, tkFileDialog tkinter.filedialog, tkSimpleDialog tkinter.simpledialog,
   tkColorChooser tkinter.colorchooser, tkCommonDialog tkinter.commondialog, Dialog tkinter.dialog,
   Tkdnd tkinter.dnd, tkFont tkinter.font, tkMessageBox tkinter.messagebox, ScrolledText tkinter.scrolledtext,
   Tkconstants tkinter.constants, Tix tkinter.tix, ttk tkinter.ttk, Tkinter tkinter, markupbase _markupbase,
   _winreg winreg, thread _thread, dummy_thread _dummy_thread, dbhash dbm.bsd, dumbdbm dbm.dumb, dbm dbm.ndbm,
   gdbm dbm.gnu, xmlrpclib xmlrpc.client, SimpleXMLRPCServer xmlrpc.server, httplib http.client,
   htmlentitydefs html.entities, HTMLParser html.parser, Cookie http.cookies, cookielib http.cookiejar,
   BaseHTTPServer http.server, test.test_support test.support, commands subprocess, urlparse urllib.parse,
   robotparser urllib.robotparser, urllib2 urllib.request, anydbm dbm, _abcoll collections.abc, cPickle pickle,
   _elementtree xml.etree.ElementTree, FileDialog tkinter.filedialog, SimpleDialog tkinter.simpledialog,
   DocXMLRPCServer xmlrpc.server, SimpleHTTPServer http.server, CGIHTTPServer http.server, UserDict collections,
   UserList collections, UserString collections, whichdb dbm, StringIO io, cStringIO io`
    .split(',')
    .map((pair) => pair.trim().split(/\s+/)),
);

/** `old module:name new module:name`; a new one without a name keeps it. */
const NAMES: Record<string, string> = Object.fromEntries(
  `__builtin__:xrange builtins:range, __builtin__:reduce functools:reduce, __builtin__:intern sys:intern,
   __builtin__:unichr builtins:chr, __builtin__:unicode builtins:str, __builtin__:long builtins:int,
   __builtin__:basestring builtins:str, itertools:izip builtins:zip, itertools:imap builtins:map,
   itertools:ifilter builtins:filter, itertools:ifilterfalse itertools:filterfalse,
   itertools:izip_longest itertools:zip_longest, UserDict:IterableUserDict collections:UserDict,
   UserDict:UserDict collections:UserDict, UserList:UserList collections:UserList,
   UserString:UserString collections:UserString, whichdb:whichdb dbm:whichdb, _socket:fromfd socket:fromfd,
   _multiprocessing:Connection multiprocessing.connection:Connection,
   multiprocessing.process:Process multiprocessing.context:Process,
   multiprocessing.forking:Popen multiprocessing.popen_fork:Popen,
   urllib:ContentTooShortError urllib.error:ContentTooShortError, urllib:getproxies urllib.request:getproxies,
   urllib:pathname2url urllib.request:pathname2url, urllib:quote_plus urllib.parse:quote_plus,
   urllib:quote urllib.parse:quote, urllib:unquote_plus urllib.parse:unquote_plus,
   urllib:unquote urllib.parse:unquote, urllib:url2pathname urllib.request:url2pathname,
   urllib:urlcleanup urllib.request:urlcleanup, urllib:urlencode urllib.parse:urlencode,
   urllib:urlopen urllib.request:urlopen, urllib:urlretrieve urllib.request:urlretrieve,
   urllib2:HTTPError urllib.error:HTTPError, urllib2:URLError urllib.error:URLError,
   multiprocessing:AuthenticationError multiprocessing.context:AuthenticationError,
   multiprocessing:BufferTooShort multiprocessing.context:BufferTooShort,
   multiprocessing:ProcessError multiprocessing.context:ProcessError,
   multiprocessing:TimeoutError multiprocessing.context:TimeoutError,
   socket:_socketobject socket:SocketType, exceptions:StandardError builtins:Exception`
    .split(',')
    .map((pair) => pair.trim().split(/\s+/)),
);

/** Python 2's exceptions that Python 3 still has. */
const EXCEPTIONS = new Set(
  `ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning EOFError
   EnvironmentError Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning
   IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError NameError NotImplementedError
   OSError OverflowError PendingDeprecationWarning ReferenceError RuntimeError RuntimeWarning StopIteration
   SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError
   UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning
   ZeroDivisionError`.split(/\s+/),
);

/** The name that Python 3 looks up when an old pickle says `module.name`. */
export function resolvePython2Name(module: string, name: string): [module: string, name: string] {
  const renamed = Object.hasOwn(NAMES, `${module}:${name}`) ? NAMES[`${module}:${name}`] : undefined;
  if (renamed !== undefined) return renamed.split(':') as [string, string];
  if (module === 'exceptions' && EXCEPTIONS.has(name)) return ['builtins', name];
  return [Object.hasOwn(MODULES, module) ? MODULES[module]! : module, name];
}
