import pytest
import yaml

from kmfacilitate.language import speaking
from kmfacilitate.templates import yaml_events
from kmfacilitate.templates.problem import TemplateError
from kmfacilitate.templates.yaml_events import LARGEST, read_file, read_text


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def parser(request, monkeypatch):
    """Both of PyYAML's parsers, for a machine may have but one."""
    loader = getattr(yaml, request.param, None)
    if loader is None:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_events, "_Loader", loader)


def refused(text: str) -> str:
    with pytest.raises(TemplateError) as caught:
        read_text(text, "t.yaml")
    return str(caught.value)


def test_what_is_wrong_is_said_in_the_language_spoken():
    with speaking("fr"):
        assert refused('a: 1\nb: "open\nc: 2\n') == "t.yaml:2: un guillemet est ouvert et jamais fermé"
        assert refused("a: {b\n").endswith("une liste qui commence par { n’a pas de }")


def test_every_scalar_stays_the_text_that_was_written():
    tree = read_text("a: No\nb: 1:30\nc: 08\nd: ~\ne: 1e3\nf: 2026-11-22\ng:\n", "t.yaml")
    assert tree.root == {"a": "No", "b": "1:30", "c": "08", "d": "~", "e": "1e3", "f": "2026-11-22", "g": ""}


def test_lines_of_keys_and_of_list_items_are_known():
    tree = read_text("a: 1\nb:\n  - x\n  - c: |\n      long\n      text\n    d: y\n", "t.yaml")
    assert tree.line_of(("a",)) == 1
    assert tree.line_of(("b", 0)) == 3
    assert tree.line_of(("b", 1, "d")) == 7
    assert tree.node(("b", 1, "c")) == "long\ntext\n"


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it():
    tree = read_text("a: 1\nb:\n  - x: 1\n", "t.yaml")
    assert tree.line_of(("b", 0, "missing", 4)) == 3
    assert tree.line_of(("nowhere",)) == 1
    assert tree.node(("b", 3)) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb:\n\t- x\n", "t.yaml:3: a tab stands at the beginning of this line; indent with spaces"),
        ("a: 1\nb: 2\na: 3\n", 't.yaml:3: "a" is given twice (first in line 1); keep one'),
        ("a: 1\nb: &x [1]\nc: *x\n", "t.yaml:2: &x: anchors are not allowed"),
        ("a: 1\nb: *bold* words\n", "t.yaml:2: a sentence that begins with * needs"),
        ("a: *x\n", "t.yaml:1: *x: aliases are not allowed"),
        ("a: !important thing\n", "t.yaml:1: !important: tags are not allowed"),
        ("a: !!python/object/apply:os.system [ls]\n", "tags are not allowed"),
        ("a: @sam does it\n", "t.yaml:1: a sentence that begins with @ needs"),
        ("%TAG ! tag:x.org,2000:\n---\na: 1\n", "%TAG is not allowed"),
        ("a: 1\n---\nb: 2\n", "t.yaml:2: a second document begins here"),
        (
            "a: Why: what happened\n",
            't.yaml:1: a colon and a space inside a sentence; put the sentence in "quotes"',
        ),
        ('a: 1\nb: "open\nc: 2\n', "t.yaml:2: a quotation mark is opened and never closed"),
        ("a: [x, y\nb: 1\n", "a list that begins with [ has no ]"),
        ("a: {x: y\nb: 1\n", "a list that begins with { has no }"),
        ("a: 1\nfoo\nb: 2\n", 'this is neither "key: text" nor part of the line above'),
        ("a:\n  b: 1\n c: 2\n", "the indentation does not fit"),
        ("? [a, b]\n: c\n", "a list stands where a key is expected"),
        ("- a\n- b\n", 'a template begins with lines like "id: my-review"'),
        ("just words", 'a template begins with lines like "id: my-review"'),
        ("", "there is nothing in the file"),
        ("# only a remark\n", "there is nothing in the file"),
        ("a: 1\nb: \0\n", "t.yaml:2: this is no text file"),
        ("a: \x07\n", "control characters"),
        ("a: 1\nb: \ud800\n", "t.yaml:2: this is not UTF-8 text"),
        ("a: " + "[" * 30_000, "more than 12 levels"),
        ("a: " + "{x: " * 30_000, "more than 12 levels"),
        ("- " * 30_000, "a template begins with lines like"),
        ("a: " + "x" * (LARGEST + 1), "larger than 256 KB"),
    ],
)
def test_what_is_refused_says_what_to_do(text, says):
    assert says in refused(text)


def test_a_list_of_lists_without_end_is_refused_by_whichever_notices_first():
    """Some versions of the C parser give up before they tell what stands first, others do not."""
    said = refused("[" * 30_000)
    assert "a template begins with lines like" in said or "more than 12 levels" in said


def test_twelve_levels_are_allowed_and_thirteen_are_not():
    assert read_text("a: " + "{x: " * 11 + "1" + "}" * 11, "t.yaml").root
    assert "12 levels" in refused("a: " + "{x: " * 12 + "1" + "}" * 12)


def test_a_bomb_of_aliases_is_refused_before_it_grows():
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "anchors are not allowed" in refused("\n".join(rows))


def test_escapes_that_carry_terminal_commands_are_taken_out():
    tree = read_text('a: "x\\e]52;c;aGk=\\ay"\n"k\\u202Ey": "\\u009bz"\n', "t.yaml")
    assert tree.root == {"a": "x]52;c;aGk=y", "ky": "z"}


def test_reading_stops_before_a_key_and_does_not_see_what_follows():
    tree = read_text("a: 1\nb: 2\nstages: [[[ broken\n", "t.yaml", until="stages")
    assert tree.root == {"a": "1", "b": "2"}


def test_files_are_read_as_utf_8_with_or_without_a_mark(tmp_path):
    path = tmp_path / "t.yaml"
    path.write_bytes("\ufeffa: naïve\n".encode())
    assert read_file(path).root == {"a": "naïve"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a: 1\nb: caf\xe9\n", "t.yaml:2: this is not UTF-8 text"),
        (b"\x7fELF\x02\x01\x01\x00", "t.yaml:1: this is no text file"),
        (bytes(range(128, 256)) * 20, "this is not UTF-8 text"),
        ("a: 1".encode("utf-16"), "this is not UTF-8 text"),
        (b"a: " + b"x" * 257 * 1024, "larger than 256 KB"),
    ],
)
def test_files_that_are_no_template_text(tmp_path, data, says):
    path = tmp_path / "t.yaml"
    path.write_bytes(data)
    with pytest.raises(TemplateError, match=says.replace("(", r"\(")):
        read_file(path)


def test_a_file_that_is_not_there_or_is_a_folder_is_one_sentence(tmp_path):
    for path in (tmp_path / "gone.yaml", tmp_path):
        with pytest.raises(TemplateError, match="cannot be opened"):
            read_file(path)
