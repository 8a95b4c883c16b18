"""JUnit XML: the elements that readers know, and a case that stays when its finding goes."""

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from linter.diagnostic import Diagnostic, Location, Outcome, Severity
from linter.report import Fate, FileResult, Report
from linter.reporters import REPORTERS, Style, junit
from tests.reporters import golden
from tests.reporters.samples import MISSING, REPORT, ROW, RULES, UNDETERMINED

ELEMENTS = json.loads((golden.DATA / "junit.json").read_text(encoding="utf-8"))


def written(report: Report, style: Style | None = None) -> ElementTree.Element:
    root = ElementTree.fromstring(REPORTERS["junit"](report, style or Style()))
    check(root)
    return root


def check(element: ElementTree.Element) -> None:
    """What the XSD asks of each element, and that the counts are right."""
    known = ELEMENTS[element.tag]
    assert set(known["required"]) <= set(element.attrib) <= {*known["required"], *known["optional"]}
    for child in element:
        assert child.tag in known["children"]
        check(child)
    if len(element):
        assert not (element.text or "").strip()
    if element.tag in ("testsuites", "testsuite"):
        cases = list(element.iter("testcase"))
        assert element.get("tests") == str(len(cases))
        for count, status in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            if element.tag == "testsuite" or count != "skipped":
                assert element.get(count) == str(sum(1 for case in cases if case.find(status) is not None))
    if element.tag == "testsuite":
        names = [(case.get("classname"), case.get("name")) for case in element]
        assert len(set(names)) == len(names), "GitLab reads the first of equal names only"


def suite(root: ElementTree.Element, name: str) -> dict[str, ElementTree.Element]:
    (found,) = [one for one in root if one.get("name") == name]
    return {case.get("name", ""): case for case in found.iter("testcase")}


def report_of(*findings: Diagnostic, submissions: int = 1) -> Report:
    file = FileResult("a.yaml", Fate.WITH_FINDINGS, findings, submissions=submissions)
    return Report((file,), (), rules=RULES)


def test_golden() -> None:
    golden.compare(REPORTERS["junit"](REPORT, Style()), "golden.junit.xml")


def test_every_file_is_a_suite_and_every_rule_a_case() -> None:
    root = written(REPORT)
    assert [one.get("name") for one in root] == [
        "jixiao", "表/a.yaml", "b.txt", "c.xlsx", "d.yaml", "购物.yaml", "e.yaml"
    ]  # fmt: skip
    clean = suite(root, "d.yaml")
    assert list(clean) == [rule.id for rule in RULES]
    assert all(len(case) == 0 for case in clean.values())
    failed = suite(root, "表/a.yaml")
    assert list(failed) == [rule.id for rule in RULES]
    failure = failed["unknown-unit"].find("failure")
    assert failure is not None
    assert failure.attrib == {"message": "不认识单位“万圆”", "type": "error"}
    assert "  2 │ 乙: '𠮷 ≥3万圆'" in (failure.text or "")
    assert "建议：是不是“万元”？" in (failure.text or "")


def test_what_could_not_be_determined_is_skipped_and_never_passed() -> None:
    for style in (Style(), Style(show_undetermined=True), Style(min_severity=Severity.ERROR)):
        skipped = suite(written(REPORT, style), "c.xlsx")["rate-total"].find("skipped")
        assert skipped is not None
        assert "没有以“人”为单位的行" in (skipped.text or "")


def test_files_that_were_skipped_or_failed() -> None:
    root = written(REPORT)
    skipped = suite(root, "购物.yaml")["run"].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "没有找到要检查的表"
    assert list(suite(root, "e.yaml")) == ["unreadable-file"]
    assert suite(root, "e.yaml")["unreadable-file"].find("error") is not None


def test_problems_of_the_run_are_errors_and_the_summary_is_told() -> None:
    root = written(REPORT)
    assert suite(root, "jixiao")["missing-path"].find("error") is not None
    assert "检查 6 个文件" in (root[0].findtext("system-out") or "")
    hint = replace(MISSING, severity=Severity.WARNING)
    case = suite(written(Report((), (), (hint,))), "jixiao")["missing-path"]
    assert [child.tag for child in case] == ["failure"]


def test_one_result_for_a_rule_and_a_file() -> None:
    (case,) = [case for case in suite(written(report_of(ROW, ROW, ROW)), "a.yaml").values() if len(case)]
    (failure,) = case
    assert failure.get("message") == "合计 9万元，超过 5万元（另有 2 处）"
    assert (failure.text or "").count("核对各行的数") == 3


def test_the_worst_gives_the_result() -> None:
    broken = replace(ROW, outcome=Outcome.RULE_ERROR, message="没有算完")
    unknown = replace(UNDETERMINED, rule=ROW.rule)
    hint = replace(ROW, severity=Severity.INFO)
    for findings, status in (
        ((ROW, broken), "error"), ((unknown, ROW), "failure"), ((hint, unknown), "skipped"), ((hint,), "system-out")
    ):  # fmt: skip
        case = suite(written(report_of(*findings)), "a.yaml")[ROW.rule]
        assert [child.tag for child in case] == [status]
        assert all(one.message in (case[0].text or "") for one in findings)


@pytest.mark.parametrize(
    "report",
    [
        report_of(replace(MISSING, rule="syntax-error"), submissions=0),
        report_of(replace(MISSING, rule="too-many-diagnostics")),
        report_of(replace(MISSING, rule="internal-error")),
    ],
    ids=["nothing read", "cut", "crashed"],
)
def test_no_rule_passes_where_it_may_not_have_run(report: Report) -> None:
    assert len(suite(written(report), "a.yaml")) == 1


@pytest.mark.parametrize("most", [4, 3])
def test_passing_rules_beyond_the_limit_are_left_out_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(junit, "MOST_CASES", most)
    root = written(report_of(ROW))
    assert len(suite(root, "a.yaml")) == (4 if most == 4 else 1)
    assert ("没有发现问题的规则不再逐条列出" in (root[0].findtext("system-out") or "")) is (most == 3)


def test_a_clean_file_without_rules_has_a_case() -> None:
    root = written(Report((FileResult("a.yaml", Fate.CLEAN, submissions=1),), ()))
    assert list(suite(root, "a.yaml")) == ["run"]


def test_text_that_xml_does_not_know() -> None:
    finding = replace(ROW, message="a\x00\x1b]]>\ufffe\udc80<b>&amp;\r\n", location=Location("a.yaml"))
    failure = suite(written(report_of(finding)), "a.yaml")[ROW.rule].find("failure")
    assert failure is not None
    assert failure.get("message") == "a\\x00\\e]]>\\ufffe\\udc80<b>&amp;\\r\\n"
