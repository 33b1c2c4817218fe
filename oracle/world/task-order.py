"""The names of LIBERO's tasks in its own order, for packages/world/src/task: python task-order.py > .../task-names.ts"""
from libero.libero.benchmark.libero_suite_task_map import libero_task_map

print("// Names and order of LIBERO's tasks (libero/libero/benchmark/libero_suite_task_map.py, task order 0).")
print("// Written by oracle/world/task-order.py.\n")
print("export const TASK_NAMES: Readonly<Record<string, readonly string[]>> = {")
for suite in ["libero_spatial", "libero_object", "libero_goal", "libero_10", "libero_90"]:
    print(f"  {suite}: [")
    for name in libero_task_map[suite]:
        print(f"    '{name}',")
    print("  ],")
print("};")
