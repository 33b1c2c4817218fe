"""Hand-written opcodes: numbers and strings as text, and programs of the stack machine."""


def text_cases():
    """Bodies of text opcodes, well-formed and not."""
    ints = ["+1", "-1", " 1", " 0", "1 ", "0\t", "0", "1", "00", "01", "007", "010", "08", "09", "-0", "-010", "+5", " 5", "5 ", "\t5", "0x1F", "0X1f", "0o17",
            "017", "0b101", "1_000", "1__0", "_1", "1_", "0_7", "0x_1", "", " ", "-", "--1", "1L", "1.0", "abc", "9" * 25,
            "-" + "9" * 25, "0" * 30, "0" * 30 + "7", "1" * 4300, "1" * 4301, "0x" + "f" * 5000, "1 2", "٣", "0x",
            "0777777777777777777777", "01777777777777777777777", "-0777", "0x-1", "0b2", "0o8", "\x0b7", "7\x0c", "+-1",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "+010", "0 10", "2147483648"]
    floats = ["1.5", "-1.5e10", "1e400", "1e-400", "inf", "-inf", "nan", "-nan", "Infinity", "INF", "infinit", ".5", "5.",
              ".", "1_0.5", " 1.5", "1.5 ", "0x1p3", "", "1e", "1e+", "abc", "1,5", "+1.5", "1d5", "NaN", "nan(1)", "1.5L",
              "0.1", "1e22", "123456789012345678901234567890", "-0.0"]
    strings = ["'abc'", '"abc"', "abc", "'abc", "''", "'", "'a\"b'", "'\\n\\t\\\\'", "'\\x41\\x4'", "'\\x41'", "'\\101\\7\\0'",
               "'\\q'", "'\\'", "'a\\'b'", "'\\777'", "'\\08'", "'ab\\", "'\\a\\b\\f\\v\\r'", " 'a'", "'a' ", "'é'", "'\\u0041'",
               "'a'b'", "\"a'b\"", "'\\\"'", "'\\xg1'", "'\\x'"]
    unicodes = ["abc", "", "\\u0041", "\\u004", "\\u00zz", "\\U0001f916", "\\U00110000", "\\U0001f91", "\\x41", "\\\\u0041",
                "\\\\\\u0041", "é", "\\", "a\\", "\\u", "\\ud800", "\\U0000d83e\\U0000dd16", "\\u0041b", "\\N{DASH}", "\\n"]
    memo = ["0", "00", " 1", "1 ", "1_0", "-1", "x", "", "99999999999", "0x1", "+1", "010", "1.0"]
    for body in ints:
        yield f"INT {body!r:.60}", b"I" + body.encode("utf-8") + b"\n."
        yield f"LONG {body!r:.60}", b"L" + body.encode("utf-8") + b"\n."
        yield f"LONG {body!r:.60} with L", b"L" + body.encode("utf-8") + b"L\n."
    for body in floats:
        yield f"FLOAT {body!r}", b"F" + body.encode() + b"\n."
    for body in strings:
        yield f"STRING {body!r}", b"S" + body.encode("utf-8") + b"\n."
    for body in unicodes:
        yield f"UNICODE {body!r}", b"V" + body.encode("utf-8") + b"\n."
    for body in memo:
        yield f"PUT and GET {body!r}", b"I5\np" + body.encode() + b"\n0g" + body.encode() + b"\n."
    yield "STRING with a NUL", b"S'a\x00b'\n."
    yield "INT with a NUL", b"I1\x00\n."
    yield "FLOAT with a NUL", b"F1\x00\n."
    yield "INT ends with the file", b"I5"
    yield "LONG LL", b"L5LL\n."


def frame(length):
    return b"\x95" + length.to_bytes(8, "little")


def machine_cases():
    """Programs of the stack machine."""
    cases = {
        "empty": b"",
        "only STOP": b".",
        "no STOP": b"N",
        "unknown opcode": b"\xffN.",
        "protocol 6": b"\x80\x06N.",
        "protocol in the middle": b"N\x80\x020N.",
        "protocol 0 by opcode": b"\x80\x00N.",
        "DUP": b"]2a.",
        "DUP of nothing": b"2.",
        "DUP through a mark": b"N(2.",
        "POP": b"NK\x010.",
        "POP of a mark": b"N(0.",
        "POP of nothing": b"0.",
        "POP_MARK": b"N(K\x01K\x021.",
        "POP_MARK without a mark": b"N1.",
        "STOP with a mark on top": b"N(.",
        "STOP with two values": b"NK\x01.",
        "TUPLE1 through a mark": b"N(\x85.",
        "TUPLE2 of one": b"N\x86.",
        "TUPLE without a mark": b"Nt.",
        "nested marks": b"((K\x01tK\x02t.",
        "LIST": b"(K\x01K\x02l.",
        "DICT": b"(U\x01aK\x01U\x01bK\x02d.",
        "DICT odd": b"(U\x01aK\x01U\x01bd.",
        "SETITEMS odd": b"}(U\x01au.",
        "SETITEMS nothing": b"}(u.",
        "SETITEM on a list": b"]K\x01aK\x00K\x05s.",
        "SETITEM on an empty list": b"]K\x00K\x05s.",
        "SETITEM on None": b"NK\x00K\x05s.",
        "SETITEM unhashable": b"}]K\x05s.",
        "SETITEM unhashable tuple": b"}]\x85K\x05s.",
        "SETITEM key replaced": b"}(K\x01U\x01aG\x3f\xf0\x00\x00\x00\x00\x00\x00U\x01bu.",
        "SETITEM key True": b"}(\x88U\x01aK\x01U\x01bu.",
        "APPEND on None": b"NK\x00a.",
        "APPEND on a tuple": b")K\x00a.",
        "APPEND on a dict": b"}K\x00a.",
        "APPENDS nothing on a list": b"](e.",
        "APPENDS nothing on None": b"N(e.",
        "ADDITEMS": b"\x8f(K\x01K\x01K\x02\x90.",
        "ADDITEMS on a list": b"](K\x01\x90.",
        "ADDITEMS on a frozen set": b"(\x91(K\x01\x90.",
        "ADDITEMS nothing on None": b"N(\x90.",
        "FROZENSET": b"(K\x01\x91.",
        "FROZENSET unhashable": b"(]\x91.",
        "list in itself": b"]q\x00h\x00a.",
        "GET unset": b"h\x05.",
        "GET far": b"j\xff\xff\xff\x7f.",
        "PUT of nothing": b"q\x00.",
        "PUT through a mark": b"N(q\x00.",
        "MEMOIZE": b"N\x94h\x00\x86.",
        "MEMOIZE after PUT": b"Nq\x05K\x01\x94h\x05h\x01\x87.",
        "memo overwritten": b"K\x01q\x00K\x02q\x00h\x00\x87.",
        "BININT": b"J\xff\xff\xff\xff.",
        "BININT cut": b"J\xff\xff.",
        "BININT2": b"M\xff\xff.",
        "LONG1 empty": b"\x8a\x00.",
        "LONG1": b"\x8a\x02\x00\x80.",
        "LONG1 padded": b"\x8a\x03\xff\x00\x00.",
        "LONG1 cut": b"\x8a\x05\x01.",
        "LONG4": b"\x8b\x02\x00\x00\x00\x00\x80.",
        "LONG4 negative length": b"\x8b\xff\xff\xff\xff.",
        "LONG4 empty": b"\x8b\x00\x00\x00\x00.",
        "BINFLOAT": b"G\x40\x09\x21\xfb\x54\x44\x2d\x18.",
        "BINFLOAT cut": b"G\x40\x09.",
        "BINUNICODE": b"X\x02\x00\x00\x00\xc3\xa9.",
        "BINUNICODE not UTF-8": b"X\x02\x00\x00\x00\xc3\x28.",
        "BINUNICODE surrogate": b"X\x03\x00\x00\x00\xed\xa0\x80.",
        "BINUNICODE surrogate pair": b"X\x06\x00\x00\x00\xed\xa0\x80\xed\xb0\x80.",
        "BINUNICODE overlong": b"X\x02\x00\x00\x00\xc0\x80.",
        "BINUNICODE with a BOM": b"X\x04\x00\x00\x00\xef\xbb\xbfa.",
        "BINUNICODE beyond Unicode": b"X\x04\x00\x00\x00\xf4\x90\x80\x80.",
        "BINUNICODE cut": b"X\xff\x00\x00\x00abc.",
        "BINUNICODE8": b"\x8d\x01\x00\x00\x00\x00\x00\x00\x00a.",
        "BINUNICODE8 huge": b"\x8d\xff\xff\xff\xff\xff\xff\xff\xffa.",
        "SHORT_BINUNICODE": b"\x8c\x02ab.",
        "BINBYTES": b"B\x02\x00\x00\x00\x00\xff.",
        "BINBYTES8": b"\x8e\x01\x00\x00\x00\x00\x00\x00\x00a.",
        "SHORT_BINBYTES": b"C\x01a.",
        "BYTEARRAY8": b"\x96\x02\x00\x00\x00\x00\x00\x00\x00ab.",
        "BYTEARRAY8 huge": b"\x96\xff\xff\xff\xff\xff\xff\xff\x7f.",
        "BINSTRING negative": b"T\xff\xff\xff\xffa.",
        "FRAME": b"\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00N..",
        "FRAME too long": b"\x80\x04\x95\xff\x00\x00\x00\x00\x00\x00\x00N.",
        "FRAME of nothing": b"\x95\x00\x00\x00\x00\x00\x00\x00\x00N.",
        "FRAME huge": b"\x95\xff\xff\xff\xff\xff\xff\xff\xffN.",
        "FRAME ends early": b"\x95\x01\x00\x00\x00\x00\x00\x00\x00K\x01.",
        "FRAME ends inside an opcode": frame(3) + b"K\x01J" + b"K\x02K\x03\x86.",
        "FRAME ends inside a number": frame(3) + b"J\x01\x00" + b"\x05\x00\x00\x00.",
        "FRAME ends inside a string": frame(4) + b"\x8c\x05ab" + b"hello.",
        "FRAME ends inside bytes": frame(4) + b"C\x04ab" + b"cd.",
        "FRAME ends inside a bytearray": frame(10) + b"\x96\x04\0\0\0\0\0\0\0a" + b"bcd.",
        "FRAME ends inside a line": frame(4) + b"I123" + b"456\n.",
        "FRAME ends before a line ends": frame(2) + b"I1" + b"\nI7\n\x86.",
        "FRAME in a frame": frame(12) + frame(2) + b"K\x01.",
        "FRAME in a frame, longer": frame(9) + frame(4) + b"K\x01K\x02\x86.",
        "FRAME in a frame, cut": frame(5) + frame(2)[:5] + frame(2) + b"K\x01.",
        "FRAME behind a frame": frame(2) + b"K\x01" + frame(4) + b"K\x02\x86.",
        "FRAME around part of STOP": frame(1) + b"N" + b".",
        "EXT1 zero": b"\x82\x00.",
        "EXT4 negative": b"\x84\xff\xff\xff\xff.",
        "NEXT_BUFFER": b"\x97.",
        "READONLY_BUFFER of nothing": b"\x98.",
        "READONLY_BUFFER of bytes": b"C\x01a\x98.",
        "GLOBAL without a name": b"ccollections\n\n.",
        "GLOBAL without a module": b"c\nOrderedDict\n.",
        "GLOBAL cut": b"ccollections\nOrde",
        "GLOBAL not UTF-8": b"c\xff\xfe\nx\n.",
        "STACK_GLOBAL of bytes": b"C\x0bcollectionsC\x0bOrderedDict\x93.",
        "STACK_GLOBAL of numbers": b"K\x01K\x02\x93.",
        "REDUCE set": b"cbuiltins\nset\n](K\x01K\x01e\x85R.",
        "REDUCE frozenset": b"cbuiltins\nfrozenset\n](K\x01e\x85R.",
        "REDUCE dict": b"cbuiltins\ndict\n](](K\x01K\x02ee\x85R.",
        "REDUCE list": b"cbuiltins\nlist\nK\x01K\x02\x86\x85R.",
        "REDUCE tuple of a dict": b"cbuiltins\ntuple\n}(K\x01K\x02u\x85R.",
        "REDUCE without a tuple": b"cbuiltins\nset\n]R.",
        "REDUCE of a number": b"K\x01)R.",
        "REDUCE bytearray": b"cbuiltins\nbytearray\nC\x02ab\x85R.",
        "REDUCE bytearray of text": b"cbuiltins\nbytearray\nX\x02\x00\x00\x00\xc3\xa9X\x07\x00\x00\x00latin-1\x86R.",
        "REDUCE bytes": b"cbuiltins\nbytes\n)R.",
        "REDUCE encode": b"c_codecs\nencode\nX\x02\x00\x00\x00\xc3\xa9X\x06\x00\x00\x00latin1\x86R.",
        "REDUCE encode beyond": b"c_codecs\nencode\nX\x03\x00\x00\x00\xe4\xb8\xadX\x06\x00\x00\x00latin1\x86R.",
        "INST": b"(]K\x01aicollections\nOrderedDict\n.",
        "INST dict": b"(ibuiltins\ndict\n.",
        "OBJ": b"(cbuiltins\nset\n](K\x03eo.",
        "OBJ without a class": b"(o.",
        "NEWOBJ": b"cbuiltins\nset\n)\x81.",
        "NEWOBJ_EX": b"cbuiltins\nset\n)}\x92.",
        "BUILD on a list": b"]}b.",
        "BUILD on None": b"N}b.",
        "BUILD ordered dict": b"ccollections\nOrderedDict\n)R}U\x01aK\x01sb.",
        "PERSID": b"Pabc\n.",
        "BINPERSID": b"N\x51.",
    }
    yield from cases.items()
