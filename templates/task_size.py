"""How big a task is: only pairs of CPU and memory that Fargate accepts."""

from typing import ClassVar

from troposphere import Equals, NoValue, Ref, ecs
from troposphere import Not as IsNot

from templates.inputs import Input, choice, number
from templates.part import Assertion, Question, part

GIB = 1024
MEMORY_OF_CPU = {
    256: (512, 1 * GIB, 2 * GIB),
    512: tuple(range(1 * GIB, 4 * GIB + 1, GIB)),
    1024: tuple(range(2 * GIB, 8 * GIB + 1, GIB)),
    2048: tuple(range(4 * GIB, 16 * GIB + 1, GIB)),
    4096: tuple(range(8 * GIB, 30 * GIB + 1, GIB)),
    8192: tuple(range(16 * GIB, 60 * GIB + 1, 4 * GIB)),
    16384: tuple(range(32 * GIB, 120 * GIB + 1, 8 * GIB)),
}
INCLUDED_STORAGE = 20


@part
class TaskSize:
    title: ClassVar[str] = "Size of a task"
    cpu: Input
    memory: Input
    architecture: Input
    storage: Input
    pairs: tuple[Assertion, ...]
    has_more_storage: Question

    @property
    def ephemeral_storage(self) -> object:
        return self.has_more_storage.choose(ecs.EphemeralStorage(SizeInGiB=Ref(self.storage)), NoValue)


def task_size() -> TaskSize:
    cpu = choice("Cpu", "CPU", "CPU units of a task: 1024 are one vCPU", tuple(MEMORY_OF_CPU), 256)
    all_memory = sorted({memory for values in MEMORY_OF_CPU.values() for memory in values})
    memory = choice("Memory", "Memory", "MiB of a task; each CPU size allows some of these", tuple(all_memory), 512)
    storage = number(
        "EphemeralStorage", "Disk", "GiB of temporary disk; 20 are included", INCLUDED_STORAGE, 200, INCLUDED_STORAGE
    )
    return TaskSize(
        cpu=cpu,
        memory=memory,
        architecture=choice(
            "CpuArchitecture",
            "Architecture",
            "ARM64 (Graviton) costs less; the image must fit",
            ("X86_64", "ARM64"),
            "X86_64",
        ),
        storage=storage,
        pairs=tuple(_pair(cpu, memory, units, values) for units, values in MEMORY_OF_CPU.items()),
        has_more_storage=Question("HasMoreStorage", IsNot(Equals(Ref(storage), str(INCLUDED_STORAGE)))),
    )


def _pair(cpu: Input, memory: Input, units: int, values: tuple[int, ...]) -> Assertion:
    return Assertion(
        f"MemoryFitsCpu{units}",
        f"Cpu {units} takes a Memory of {_in_words(values)} MiB",
        when=Equals(Ref(cpu), str(units)),
        must={"Fn::Contains": [[str(value) for value in values], Ref(memory)]},
    )


def _in_words(values: tuple[int, ...]) -> str:
    if len(values) <= 4:
        return f"{', '.join(map(str, values[:-1]))} or {values[-1]}"
    return f"{values[0]} to {values[-1]} in steps of {values[1] - values[0]}"
