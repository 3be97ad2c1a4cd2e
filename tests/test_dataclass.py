"""Light dataclasses compare, hash and show themselves as those of the standard library do."""

import dataclasses
import pickle

from formgen.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Light:
    name: str
    size: float = 1.0
    hidden: int = dataclasses.field(default=0, repr=False, compare=False)


@dataclass(slots=True)
class Changing:
    names: list[str] = dataclasses.field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Itself:
    name: str


@dataclass(frozen=True, slots=True)
class Spoken:
    name: str

    def __repr__(self) -> str:
        return "spoken"


def test_equal_values_are_equal_and_have_one_hash():
    assert Light("a", 2.0, 1) == Light("a", 2.0, 2)
    assert hash(Light("a", 2.0)) == hash(Light("a", 2.0))
    assert Light("a") != Light("b")
    assert Light("a") != Spoken("a")


def test_it_shows_its_fields_apart_from_hidden_ones():
    assert repr(Light("a")) == "Light(name='a', size=1.0)"


def test_what_a_class_defines_itself_stays():
    assert repr(Spoken("a")) == "spoken"


def test_what_changes_has_no_hash():
    assert Changing.__hash__ is None
    assert Changing(["a"]) == Changing(["a"])


def test_without_comparison_each_is_itself():
    assert Itself("a") != Itself("a")


def test_it_is_replaced_and_pickled_like_any_other():
    changed = dataclasses.replace(Light("a"), size=3.0)
    assert changed == Light("a", 3.0)
    assert pickle.loads(pickle.dumps(changed)) == changed
    assert [field.name for field in dataclasses.fields(Light)] == ["name", "size", "hidden"]
    assert not hasattr(changed, "__dict__")
