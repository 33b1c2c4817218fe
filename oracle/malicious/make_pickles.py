"""Bare pickles that hide what they do, one trick each."""

from assemble import CANARY, EVIL, PLAIN, call, frame, get_global, proto, run, short_text, stack_global, text

# (name, source, program, expected): 'dangerous', or 'not-safe' where the name alone proves nothing
Row = tuple[str, str, bytes, str]


def spellings() -> list[Row]:
    """One call, spelt in every way that the opcodes allow."""
    system = get_global("os", "system")
    arg = text(CANARY)
    rows = {
        "protocol 0, GLOBAL": b"cos\nsystem\n(V" + CANARY.encode() + b"\ntR.",
        "protocol 0, STRING argument": b"cos\nsystem\n(S'" + CANARY.encode() + b"'\np0\ntp1\nRp2\n.",
        "protocol 1": b"cos\nsystem\nq\x00(" + arg + b"q\x01tq\x02Rq\x03.",
        "INST": b"(" + arg + b"ios\nsystem\n.",
        "OBJ": b"(" + system + arg + b"o.",
        "OBJ, popped": proto(4, b"(" + stack_global("smtplib", "SMTP") + short_text("127.0.0.1") + b"o0N"),
        "NEWOBJ": proto(2, get_global("subprocess", "Popen") + arg + b"\x85\x81"),
        "NEWOBJ_EX": proto(4, get_global("subprocess", "Popen") + arg + b"\x85}\x92"),
        "NEWOBJ_EX with keywords": proto(4, get_global("subprocess", "Popen") + b")}" + text("args") + arg + b"s\x92"),
        "STACK_GLOBAL": proto(4, call(stack_global("os", "system"), arg)),
        "STACK_GLOBAL in a frame": proto(4, frame(call(stack_global("os", "system"), arg))),
        "STACK_GLOBAL, BINUNICODE8": proto(
            4, b"\x8d" + (2).to_bytes(8, "little") + b"os" + b"\x8d" + (6).to_bytes(8, "little") + b"system\x93" + arg + b"\x85R"
        ),
        "STACK_GLOBAL, UNICODE lines": b"Vos\nVsystem\n\x93" + arg + b"\x85R.",
        "STACK_GLOBAL, escaped letters": b"V\\u006fs\nV\\u0073ystem\n\x93" + arg + b"\x85R.",
        "STACK_GLOBAL, old strings": b"S'os'\nS'sys\\x74em'\n\x93" + arg + b"\x85R.",
        "STACK_GLOBAL, SHORT_BINSTRING": proto(4, b"U\x02osU\x06system\x93" + arg + b"\x85R"),
        "extension code": proto(2, b"\x82\x01" + arg + b"\x85R"),
        "extension code of two bytes": proto(2, b"\x83\x01\x01" + arg + b"\x85R"),
        "extension code of four bytes": proto(2, b"\x84\x01\x01\x01\x00" + arg + b"\x85R"),
        "MARK and LIST for the tuple of REDUCE": proto(2, system + b"(" + arg + b"tR"),
        "BUILD after the call": proto(4, frame(call(stack_global("pty", "spawn"), short_text("id")) + short_text("x") + b"b")),
        "DUP of the function": proto(2, system + b"2" + arg + b"\x85R0" + arg + b"\x85R"),
        "POP after the call": proto(2, system + arg + b"\x85R0" + PLAIN[2:-1]),
        "POP_MARK after the call": proto(2, b"(" + system + arg + b"\x85R1" + PLAIN[2:-1]),
        "imported and never called": proto(2, system + b"0N"),
        "in a dict": proto(2, b"}" + text("w") + run("os", "system") + b"s"),
        "as a dict's key": proto(2, b"}" + run("os", "system") + b"K\x01s"),
        "in a list by APPENDS": proto(2, b"](" + run("os", "system") + b"K\x01e"),
        "in a set": proto(4, b"\x8f(" + run("os", "system") + b"\x90"),
        "in a frozenset": proto(4, b"(" + run("os", "system") + b"\x91"),
        "in a persistent id": proto(2, run("os", "system") + b"Q"),
        "in a state": proto(2, get_global("argparse", "Namespace") + b")\x81}" + text("x") + run("os", "system") + b"sb"),
    }
    return [(f"spelling: {name}", "own", program, "not-safe" if "extension" in name else "dangerous") for name, program in rows.items()]


def memo_tricks() -> list[Row]:
    arg = text(CANARY)
    rows = {
        "names from the memo": b"\x8c\x02os\x94\x8c\x06system\x9400h\x00h\x01\x93" + arg + b"\x85R",
        "memo overwritten": b"\x8c\x04jsonq\x00\x8c\x02osq\x0000h\x00\x8c\x06system\x93" + arg + b"\x85R",
        "decoys under MARK": b"\x8c\x02os(\x8c\x04json1\x8c\x06systemN0\x93" + arg + b"\x85R",
        "decoy popped between the names": b"\x8c\x02os\x8c\x03abc0\x8c\x06system\x93" + arg + b"\x85R",
        "memo key far away": b"\x8c\x02osr\xff\xff\xff\x7f0\x8c\x06systemq\x010j\xff\xff\xff\x7fh\x01\x93" + arg + b"\x85R",
        "memo key as text": b"\x8c\x02osp7\n0\x8c\x06systemp008\n0g007\nh\x08\x93" + arg + b"\x85R",
        "a number under MEMOIZE before the name": b"K\x2aq\x000\x8c\x02osq\x010\x8c\x06systemq\x020h\x01h\x02\x93" + arg + b"\x85R",
        "the function from the memo": b"cos\nsystem\nq\x050N0h\x05" + arg + b"\x85R",
    }
    named = {
        "a memo entry that was never set, after the call (keyerror)": proto(4, run("os", "system") + b"0h\x63\x8c\x02os\x93"),
        "a module name that is a number (type confusion), after the call": proto(4, run("os", "system") + b"0K\x2a\x8c\x02os\x93"),
        "a module name that is a number, after the import": proto(4, stack_global("os", "system") + b"0K\x2a\x8c\x02os\x93"),
    }
    return [(f"memo: {name}", "picklescan", proto(4, body), "dangerous") for name, body in rows.items()] + [
        (f"memo: {name}", "picklescan", program, "dangerous") for name, program in named.items()
    ]


def name_tricks() -> list[Row]:
    arg = text(CANARY)
    evil = lambda module, name: proto(4, call(stack_global(module, name), arg))  # noqa: E731
    dangerous = {
        "a dotted name through torch": evil("torch", "os.system"),
        "a dotted name through pathlib": evil("pathlib", "os.system"),
        "a dotted name through a safe class": evil("collections", "OrderedDict.__init__.__globals__"),
        "a method of a builtin": evil("builtins", "eval.__call__"),
        "a module behind a module": evil("os.path", "os.system"),
        "os.path as the module": evil("os.path", "genericpath.os.system"),
        "sys.modules": proto(4, call(call(stack_global("builtins", "getattr"), stack_global("sys", "modules"), short_text("get")), short_text("os"))),
        "sys.modules replaced": proto(2, get_global("sys", "modules") + b"}" + text("sys") + get_global("sys", "modules") + b"sb" + run("sys", "x")),
        "the class chain": proto(4, call(stack_global("builtins", "object.__subclasses__"))),
        "a name of Python 2 that moved": proto(2, run("commands", "getoutput")),
        "a name of Python 2, protocol 4": proto(4, run("__builtin__", "eval", "1")),
        "builtins under another name": evil("__builtins__", "eval"),
        "a module that imports os": evil("shutil", "os.system"),
        "a numpy module that imports os": evil("numpy.lib.npyio", "os.system"),
        "a helper of a safe module": evil("collections", "_sys.modules.get"),
    }
    unclear = {
        "letters that look alike (Cyrillic o)": proto(4, call(stack_global("\u043es", "system"), arg)),
        "full-width letters": proto(4, call(stack_global("\uff4fs", "system"), arg)),
        "a zero-width space": proto(4, call(stack_global("os\u200b", "system"), arg)),
        "a right-to-left override": proto(4, call(stack_global("\u202emetsys", "so"), arg)),
        "an escape sequence in the name": proto(4, call(stack_global("a\x1b[2J\x1b]0;owned\x07", "b\r\x1b[1A"), arg)),
        "a hyperlink in the name": proto(4, call(stack_global("\x1b]8;;http://x.invalid\x1b\\m", "f"), arg)),
        "a newline in the name": proto(4, call(stack_global("os\nx", "system"), arg)),
        "a NUL in the name": proto(4, call(stack_global("os\x00", "system"), arg)),
        "a blank before the name": proto(2, run(" os", "system")),
        "a carriage return in GLOBAL": proto(2, call(b"cos\r\nsystem\r\n", arg)),
        "upper case": proto(4, call(stack_global("OS", "system"), arg)),
        "an empty module": proto(4, call(stack_global("", "system"), arg)),
        "an empty name": proto(4, call(stack_global("os", ""), arg)),
        "a trailing dot": proto(4, call(stack_global("torch.", "_utils"), arg)),
        "markup in the name": proto(4, call(stack_global("<script>alert(1)</script>", "![x](http://x.invalid)"), arg)),
        "__main__": proto(4, call(stack_global("__main__", "f"), arg)),
        "a class of a project": proto(4, call(stack_global("project.model", "Config"))),
        "a module beside the file": proto(4, call(stack_global("model", "build"))),
        "__proto__": proto(4, call(stack_global("__proto__", "constructor"), arg)),
        "constructor": proto(2, call(get_global("constructor", "toString"), arg)),
        "three thousand letters": proto(2, call(get_global("o" * 3_000, "s"), arg)),
    }
    return [(f"name: {name}", "own", program, "dangerous") for name, program in dangerous.items()] + [
        (f"name: {name}", "own", program, "not-safe") for name, program in unclear.items()
    ]


def chains() -> list[Row]:
    """Several calls, none of which is the weapon by itself."""
    imported = call(get_global("builtins", "__import__"), text("os"))
    rows = {
        "getattr of an import": call(get_global("builtins", "getattr"), imported, text("system")) + text(CANARY) + b"\x85R",
        "attrgetter of an import": call(call(get_global("_operator", "attrgetter"), text("system")), imported) + text(CANARY) + b"\x85R",
        "methodcaller of an import": call(call(get_global("_operator", "methodcaller"), text("system"), text(CANARY)), imported),
        "pydoc.locate": call(call(get_global("pydoc", "locate"), text("os.system")), text(CANARY)),
        "pkgutil.resolve_name": call(call(get_global("pkgutil", "resolve_name"), text("os:system")), text(CANARY)),
        "importlib and getattr": call(
            call(get_global("builtins", "getattr"), call(get_global("importlib", "import_module"), text("os")), text("system")), text(CANARY)
        ),
        "ctypes and getattr": call(call(get_global("builtins", "getattr"), call(get_global("ctypes", "CDLL"), b"N"), text("system")), text(CANARY)),
        "functools.partial": call(call(get_global("functools", "partial"), get_global("os", "system"), text(CANARY))),
        "functools.reduce": call(get_global("functools", "reduce"), get_global("os", "system"), b"(" + text(CANARY) + b"l"),
        "map": call(get_global("builtins", "list"), call(get_global("builtins", "map"), get_global("os", "system"), b"(" + text(CANARY) + b"l")),
        "a pickle in a pickle": call(get_global("pickle", "loads"), b"C" + bytes([len(EVIL)]) + EVIL),
        "a pickle in a pickle, by torch": call(get_global("torch.storage", "_load_from_bytes"), b"C" + bytes([len(EVIL)]) + EVIL),
        "a pickle in a pickle, by numpy": call(get_global("numpy.core.multiarray", "_reconstruct"), get_global("pickle", "loads"), b"(K\x00t", b"C\x01b"),
        "marshal into a function": call(call(get_global("types", "FunctionType"), call(get_global("marshal", "loads"), b"C\x01N"), b"}")),
        "defaultdict with a weapon": call(get_global("collections", "defaultdict"), get_global("os", "system")),
        "a weapon as a rebuilt type": call(get_global("torch._utils", "_rebuild_parameter"), get_global("os", "system"), b"\x88", b"}"),
        "a weapon for _rebuild_from_type_v2": call(
            get_global("torch._tensor", "_rebuild_from_type_v2"), get_global("os", "system"), get_global("torch", "Tensor"), text(CANARY) + b"\x85", b"}"
        ),
        "copyreg._reconstructor of a weapon": call(get_global("copyreg", "_reconstructor"), get_global("subprocess", "Popen"), get_global("builtins", "object"), b"N"),
        "copyreg.__newobj__ of a weapon": call(get_global("copyreg", "__newobj__"), get_global("subprocess", "Popen"), text(CANARY)),
        "setattr": call(get_global("builtins", "setattr"), get_global("builtins", "str"), text("x"), get_global("os", "system")),
        "BUILD on a class": get_global("collections", "Counter") + b"}" + text("get") + get_global("os", "system") + b"sb",
        "BUILD that sets __setstate__": get_global("argparse", "Namespace")
        + b")\x81}"
        + text("__setstate__")
        + get_global("os", "system")
        + b"sb"
        + text(CANARY)
        + b"b",
        "BUILD with slots": get_global("argparse", "Namespace") + b")\x81N}" + text("__class__") + get_global("os", "system") + b"s\x86b",
        "uuid with a command": call(get_global("uuid", "_get_command_stdout"), text("touch"), text("plumb-canary")),
        "a name that is computed": call(get_global("_codecs", "encode"), text("bf"), text("rot13")) + text("system") + b"\x93" + text(CANARY) + b"\x85R",
        "a name from bytes": call(get_global("builtins", "str"), b"C\x02os", text("ascii")) + text("system") + b"\x93" + text(CANARY) + b"\x85R",
        "compile, globals and apply": call(
            get_global("builtins", "eval"), call(get_global("builtins", "compile"), text("1"), text("x"), text("eval")), call(get_global("builtins", "globals"))
        ),
        "the result of a project's call is called": call(call(get_global("project", "f")), text(CANARY)),
    }
    return [(f"chain: {name}", "fickling, own", proto(4, body), "dangerous") for name, body in rows.items()]


def broken() -> list[Row]:
    """Pickle executes while it reads: what stands before a break has run."""
    body = b"\x80\x02" + run("os", "system")
    rows = {
        "ends without STOP": body,
        "ends within an opcode": body + b"X\xff\x00\x00",
        "an invalid byte": body + b"0\xff",
        "an empty stack": body + b"00.",
        "a MARK that is missing": body + b"0t.",
        "a memo entry never set": body + b"0h\x07.",
        "an invalid protocol later": body + b"0\x80\x63.",
        "a frame beyond the end": body + b"\x95\xff\x00\x00\x00\x00\x00\x00\x00N.",
        "invalid UTF-8": body + b"0X\x02\x00\x00\x00\xc3\x28.",
        "a broken second GLOBAL": body + b"0c\xff\n\xff\n.",
        "a number that is none": body + b"0Iabc\n.",
        "a huge length": body + b"0\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
        "a negative length": body + b"0B\xff\xff\xff\xff.",
        "an unhashable key": body + b"0}]Ns.",
        "SETITEM on a number": body + b"0K\x01NNs.",
        "a tensor without a storage": body + b"0" + call(get_global("torch._utils", "_rebuild_tensor_v2"), b"K\x00") + b".",
    }
    result = [(f"broken: {name}", "picklescan, own", program, "dangerous") for name, program in rows.items()]
    following = {
        "a second pickle": PLAIN + EVIL,
        "a second pickle, cut short": PLAIN + EVIL[:-1],
        "a third pickle": PLAIN * 2 + EVIL,
        "a twentieth pickle": PLAIN * 19 + EVIL,
        "a second pickle behind a newline": PLAIN + b"\n" + EVIL,
        "a second pickle behind zeros": PLAIN + bytes(64) + EVIL,
        "PROTO twice": b"\x80\x04\x80\x02" + run("os", "system") + b".",
        "protocol 0 claimed": b"\x80\x00" + run("os", "system") + b".",
        "protocol 1 claimed": b"\x80\x01" + run("os", "system") + b".",
        "PROTO in the middle": run("os", "system") + b"0\x80\x04N.",
# read from a file, the frame's last bytes are lost, and another program follows
        "a frame that cuts an opcode": b"\x80\x04\x95\x03" + bytes(7) + b"X\x00\x00" + b"\x00\x00" + b"0" + run("os", "system") + b".",
        "STOP in a frame": b"\x80\x04" + frame(b"N.") + EVIL[2:],
    }
    return result + [(f"stream: {name}", "picklescan, fickling", program, "dangerous") for name, program in following.items()]


def resources() -> list[Row]:
    """Small files that cost whoever believes them much time or memory."""
    laughs = b"]q\x00" + b"".join(b"(" + b"h" + bytes([i]) + b"h" + bytes([i]) + b"lq" + bytes([i + 1]) for i in range(60))
    rows = {
        "lists of lists, doubled 60 times": proto(2, laughs),
        "a list of itself": proto(2, b"]q\x00h\x00a"),
        "a dict of itself": proto(2, b"}q\x00K\x01h\x00s"),
        "tuples 3,000 deep": proto(2, b"N" + b"\x85" * 3_000),
        "a memo index of 2^31": proto(2, b"Nr\xff\xff\xff\x7f"),
        "a string of 4 GB": b"\x80\x02X\xff\xff\xff\xffabc",
        "bytes of 2^63": b"\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7fabc",
        "an integer of 5,000 digits": b"I" + b"9" * 5_000 + b"\n.",
        "3,000 marks": proto(2, b"(" * 3_000 + b"N"),
        "a set of doubled frozensets": proto(4, b"(K\x01\x91q\x00" + b"".join(b"(h" + bytes([i]) + b"K\x02\x91q" + bytes([i + 1]) for i in range(60))),
        "bytearray of a number": proto(2, call(get_global("builtins", "bytearray"), b"J\xff\xff\xff\x7f")),
        "range of a number": proto(2, call(get_global("builtins", "list"), call(get_global("builtins", "range"), b"J\xff\xff\xff\x7f"))),
    }
    return [(f"resource: {name}", "fickling, CPython", program, "handled") for name, program in rows.items()]


def all_rows() -> list[Row]:
    return spellings() + memo_tricks() + name_tricks() + chains() + broken() + resources()
