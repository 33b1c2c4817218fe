"""A module tree as text: every child, parameter and persistent buffer in order of registration, with shapes.

Neighbours with numbered names and equal content are written once: `0..23:`.
"""


def lines(module, depth=0):
    indent = "  " * depth
    for name, tensor in module._parameters.items():
        if tensor is not None:
            yield f"{indent}{name} {list(tensor.shape)}"
    for name, tensor in module._buffers.items():
        if tensor is not None and name not in module._non_persistent_buffers_set:
            yield f"{indent}{name} {list(tensor.shape)} buffer"
    children = [(n, list(lines(c, depth + 1))) for n, c in module._modules.items() if c is not None]
    i = 0
    while i < len(children):
        name, content = children[i]
        j = i
        while name.isdigit() and j + 1 < len(children) and children[j + 1][1] == content:
            j += 1
        yield f"{indent}{name if i == j else f'{name}..{children[j][0]}'}:"
        yield from content
        i = j + 1


def text(module):
    return "\n".join([type(module).__name__, *lines(module, 1)]) + "\n"
