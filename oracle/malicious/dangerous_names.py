"""Names that run code, open files or connections, or lead to something that does, by the advisory or scanner that lists them.

Sources: picklescan 1.0.5 (scanner.py, tests), fickling 0.1.12 (fickle.py, test_bypasses.py), modelscan 0.8.8 (settings.py),
and the advisories that their tests name. Python's and the libraries' own documentation says what each does.

A name with ~ is listed there, but does nothing by itself: the verdict may be that it is unknown.
"""

PICKLESCAN = """
__builtin__: eval compile getattr apply exec open breakpoint globals
builtins: eval compile getattr apply exec open breakpoint __import__
cloudpickle.cloudpickle: _builtin_type _make_function _function_setstate _make_cell _make_empty_cell subimport
types: CodeType
aiohttp.client: ClientSession
asyncio.unix_events: _UnixSubprocessTransport._start
asyncio.subprocess: create_subprocess_shell
bdb: Bdb Bdb.run
commands: getoutput getstatusoutput
ctypes: CDLL PyDLL cdll.LoadLibrary pythonapi
functools: ~partial reduce
httplib: HTTPSConnection
logging: FileHandler
_io: FileIO open open_code
numpy.f2py.crackfortran: getlincoef _eval_length
numpy.testing._private.utils: runstring
nt: system
posix: system popen execv
_operator: attrgetter ~itemgetter methodcaller
operator: attrgetter ~itemgetter methodcaller
os: system popen execl execv execve spawnl spawnv startfile remove fork
requests.api: get post request
runpy: _run_code run_path run_module
shutil: rmtree copyfile unpack_archive
socket: create_connection socket
ssl: get_server_certificate
subprocess: run call Popen check_call check_output getoutput getstatusoutput
sys: exit settrace modules setprofile
code: InteractiveInterpreter.runcode InteractiveConsole interact
cProfile: run runctx
distutils.file_util: write_file
doctest: debug_script
ensurepip: _run_pip
idlelib.autocomplete: AutoComplete.get_entity AutoComplete.fetch_completions
idlelib.calltip: Calltip.fetch_tip get_entity
idlelib.debugobj: ObjectTreeItem.SetText
idlelib.pyshell: ModifiedInterpreter.runcode ModifiedInterpreter.runcommand
idlelib.run: Executive.runcode
imaplib: IMAP4_stream
lib2to3.pgen2.grammar: Grammar.loads
lib2to3.pgen2.pgen: ParserGenerator.make_label
pdb: run runeval set_trace
pickle: loads load Unpickler
_pickle: loads load
pip: main
pip._internal: main
pkgutil: resolve_name
pty: spawn
profile: run runctx Profile.run Profile.runctx
pydoc: locate pipepager tempfilepager
test.support.script_helper: assert_python_ok
timeit: timeit repeat
torch._dynamo.guards: GuardBuilder.get
torch._inductor.codecache: compile_file
torch.fx.experimental.symbolic_shapes: ShapeEnv.evaluate_guards_expression
torch.jit.unsupported_tensor_ops: execWrapper
torch.serialization: load
torch.utils._config_module: ConfigModule.load_config
torch.utils.bottleneck.__main__: run_cprofile run_autograd_prof
torch.utils.collect_env: run run_and_read_all
torch.utils.data.datapipes.utils.decoder: basichandlers
trace: Trace.run Trace.runctx
urllib.request: urlopen urlretrieve
uuid: _get_command_stdout
venv: create
webbrowser: open open_new
_osx_support: _read_output _find_build_tool
_aix_support: _read_cmd_output
_pyrepl.pager: pipe_pager tempfile_pager
"""

FICKLING = """
multiprocessing.util: spawnv_passfds
multiprocessing.popen_fork: Popen
_posixsubprocess: fork_exec
codeop: compile_command CommandCompiler
marshal: loads load
types: FunctionType MethodType
importlib: import_module reload
importlib.util: spec_from_file_location
_frozen_importlib: __import__
_frozen_importlib_external: SourceFileLoader
_imp: load_dynamic create_dynamic
zipimport: zipimporter
gc: get_objects get_referrers
site: addsitedir main
unittest: main
inspect: ~getattr_static
test.support: run_with_locale
http.client: HTTPConnection
urllib2: urlopen
smtplib: SMTP
ftplib: FTP
poplib: POP3
telnetlib: Telnet
nntplib: NNTP
_ctypes: dlopen
dill: loads load
dill._dill: _create_function _load_type _import_module
cloudpickle: loads
joblib: load
tempfile: NamedTemporaryFile mktemp
filecmp: ~cmp
pexpect: spawn run
socketserver: TCPServer
xmlrpc.client: ServerProxy
xmlrpc.server: SimpleXMLRPCServer
signal: signal alarm
_signal: signal
threading: Thread Timer
_thread: start_new_thread
atexit: register
sqlite3: connect
_sqlite3: connect
fileinput: input
glob: glob
platform: popen
linecache: getlines
difflib: ~restore
compileall: compile_dir
py_compile: compile
mmap: mmap
select: ~select
selectors: DefaultSelector
logging: ~Logger
logging.config: fileConfig dictConfig listen
logging.handlers: SocketHandler HTTPHandler
syslog: syslog
tarfile: open TarFile.extractall
zipfile: ZipFile
shelve: open
pathlib: os.system
_interpreters: create
_xxsubinterpreters: create run_string
ast: ~parse
"""

MODELSCAN = """
runpy: run_module
pdb: runcall
asyncio: create_subprocess_exec
requests.api: put
"""

# what no list above names, but loads, runs or fetches all the same
OURS = """
__builtin__: execfile input file reload __import__ setattr
builtins: setattr delattr globals locals vars map filter help input exit
cffi: FFI FFI.dlopen
operator: call
torch: load os.system hub.load jit.load
torch.hub: load load_state_dict_from_url download_url_to_file
torch.jit: load script
torch.storage: _load_from_bytes
torch.serialization: _legacy_load
torch.package: PackageImporter
torch.utils.cpp_extension: load load_inline
torch.distributed.rpc: rpc_sync
torch._utils_internal: get_file_path
numpy: load fromfile memmap loadtxt vectorize
numpy.core.multiarray: __builtins__
numpy.lib.npyio: load
numpy.ctypeslib: load_library
numpy.distutils.exec_command: exec_command
numpy: __builtins__
pandas: read_pickle eval
pandas.io.pickle: read_pickle
pandas.core.computation.eval: eval
joblib.numpy_pickle: load
transformers.dynamic_module_utils: get_class_from_dynamic_module
transformers: pipeline
huggingface_hub: snapshot_download
tensorflow: io.write_file
keras.layers: Lambda
types: LambdaType ModuleType coroutine
weakref: finalize
contextlib: ExitStack
collections: namedtuple
collections: OrderedDict.__init__.__globals__ abc.sys.modules _sys.modules
copyreg: add_extension pickle
codecs: open decode
_codecs: decode
antigravity: geohash
this: ~s
turtledemo.__main__: DemoWindow
cmd: Cmd
concurrent.futures: ProcessPoolExecutor
pytest: main
IPython: embed
"""


def parse(table: str):
    """(module, name, expected)"""
    for line in table.strip().splitlines():
        module, names = line.split(": ")
        for name in names.split():
            yield module, name.removeprefix("~"), "not-safe" if name.startswith("~") else "dangerous"
