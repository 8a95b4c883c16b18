"""Forms as provinces publish them, made up: each differs in its header words, their order and how it splits values.

The expectations were written from the forms, not from what the reader gives.
"""

from typing import Any

import pytest

from linter.document import Document
from tests.readers.reading import misplaced, rows, said, table, texts

HEADING = (
    "/year", "/agency", "/project", "/budget/currency", "/budget/total", "/budget/fiscal", "/budget/other", "/goals",
)  # fmt: skip
ROW = ("level1", "level2", "name", "target", "weight")

# The comparator in a column of its own that is called a nature, as in Chongqing; a column that nobody knows.
COMPARATOR_COLUMN = """
附件3
2024年项目绩效目标公开表
编制单位：巴南区水利局→→→→→→→单位：万元
项目名称→小型水库维修养护→→项目编码→50011324T000001→→→
主管部门→601-巴南区水利局→→当年预算→120.5→其中：财政拨款→120.5→其他资金
当年绩效目标→完成12座小型水库维修养护，工程验收合格率达到95%以上。→→→→→→
一级指标→二级指标→三级指标→指标性质→指标值→度量单位→权重→是否核心指标
产出指标→数量指标→维修养护水库座数→=→12→座→20→是
→质量指标→工程验收合格率→≥→95→%→20→是
→时效指标→养护及时性→定性→及时→→10→否
→成本指标→单座平均成本→≤→10→万元/座→10→否
效益指标→社会效益指标→受益人口→≥→3.2→万人→20→是
满意度指标→服务对象满意度指标→受益群众满意度→≥→90→%→10→是
"""

# Words for comparators, the unit before the number, points in the level cells, as in Inner Mongolia.
WORDS_FOR_COMPARATORS = """
部门预算项目支出绩效目标批复表
项目名称→义务教育阶段学生营养改善计划→预算年度→2022年
主管部门→(105)杭锦旗教育体育局→实施单位→(105001)杭锦旗教育体育局
项目资金→年度资金总额（元）→350,000.00→
→其中：财政拨款（元）→350,000.00→
→其他资金（元）→0.00→
年度总体目标→目标1：为2100名学生提供营养餐。目标2：家长满意度不低于90%。→→
一级指标→二级指标→三级指标→指标性质→指标方向→计量单位→目标值→分值→备注
产出指标（50分）→数量指标→受益学生人数→正向→大于等于→人→2,100→20→
产出指标（50分）→质量指标→供餐达标率→正向→等于→%→100→20→
产出指标（50分）→成本指标→人均补助标准→反向→小于等于→元/人/年→1000→10→按国家标准
效益指标（30分）→社会效益指标→学生营养状况→定性→等于→→明显改善→30→
满意度指标（10分）→服务对象满意度指标→家长满意度→正向→大于等于→%→90→10→
合计→→→→→→→90→
备注：以上指标经局务会研究确定。
"""

# Two sides, the whole period on the left and the year on the right, as in the form of 2015 and in Lu'an.
TWO_SIDES = """
项目支出绩效目标申报表
（ 2020 年度）
项目名称→乡镇卫生院能力建设→→→项目负责人→李某→→
主管部门→某县卫生健康委员会→→→实施单位→某县疾病预防控制中心→→
项目属性→延续项目→→→项目期→3年→→
项目资金（万元）→中期资金总额：→900→→年度资金总额：→300→→
→其中：财政拨款→900→→其中：财政拨款→280→→
→其他资金→→→其他资金→20→→
总体目标→中期目标（2020年—2022年）→→→年度目标→→→
→完成30所卫生院建设。→→→完成10所卫生院建设，培训医务人员200人次。→→→
绩效指标→一级指标→二级指标→三级指标→指标值→二级指标→三级指标→指标值
→产出指标→数量指标→建设卫生院→≥30所→数量指标→建设卫生院→≥10所
→→→培训人次→≥600人次→→培训人次→≥200人次
→→质量指标→验收合格率→100%→质量指标→验收合格率→100%
→效益指标→社会效益指标→服务人口→≥30万人→社会效益指标→服务人口→≥10万人
→满意度指标→满意度指标→患者满意度→≥90%→满意度指标→患者满意度→≥85%
"""

# One list for a whole organisation: a row for each indicator, the project in a column, merged cells blank.
LIST = """
2025年部门预算项目绩效目标表
部门名称：某市交通运输局→→→→→→→→→金额单位：万元
序号→预算单位→项目名称→预算金额→年度绩效目标→一级指标→二级指标→三级指标→指标值→分值
1→某市交通运输局→农村公路养护→1,200→养护农村公路800公里。→产出指标→数量指标→养护里程→≥800公里→40
2→→→→→→质量指标→优良路率→≥90%→20
3→→→→→效益指标→社会效益指标→保障群众出行→有效保障→20
4→→→→→满意度指标→服务对象满意度指标→群众满意度→≥90%→10
5→某市公路管理处→公路应急抢险→300→抢险及时。→产出指标→时效指标→抢险响应时间→≤2小时→50
6→→→→→效益指标→社会效益指标→道路畅通率→≥95%→30
7→→→→→满意度指标→服务对象满意度指标→司乘人员满意度→≥85%→10
"""

# A self-evaluation, whose funds are columns and whose rows have results; the execution rate is a row of its own.
SELF_EVALUATION = """
项目支出绩效自评表
（2021年度）
项目名称→公共图书馆免费开放→→→→→→
主管部门→某区文化和旅游局→→→实施单位→某区图书馆→→
项目资金（万元）→→年初预算数→全年预算数（A）→全年执行数（B）→分值→执行率（B/A）→得分
→年度资金总额：→50→50→48→10→96%→9.6
→其中：当年财政拨款→50→50→48→→→
→上年结转资金→0→0→0→→→
→其他资金→0→0→0→→→
年度总体目标→预期目标→→→→实际完成情况→→
→免费开放300天，接待读者10万人次。→→→→免费开放305天。→→
一级指标→二级指标→三级指标→年度指标值→实际完成值→分值→得分→偏差原因分析及改进措施
产出指标→数量指标→开放天数→≥300天→305天→25→25→
→质量指标→设施完好率→≥95%→93%→25→24.5→部分座椅老化
效益指标→社会效益指标→读者增长率→≥5%→6%→30→30→
满意度指标→服务对象满意度指标→读者满意度→≥90%→95%→10→10→
总分→→→→→100→99.1→
"""

# The value's header stands over three columns, levels stand in lines of their own, words are cut and spaced.
SPREAD = """
项目绩效目标表（2023年）
预算部门(单位)：某县林业和草原局    项目负责人：王某    联系电话：0999-1234567
项 目 名 称→退耕还林补助
资金总额→49.984万元→财政资金→49.984万元
总体→栽植葡萄17600株，成活率不低于85%。
绩→一级→二级→三级→指 标 值→→→权 重
效→产出指标→→→→→→
指→→数量指标→栽植株数→≥→17600→株→30
标→→质量指标→苗木成活率→≥→85→%→30
→成本指标→→→→→→
→→经济成本指标→苗木单价→≤→28.4→元/株→10
→效益指标→生态效益指标→新增绿化面积→≥→1.2→万亩→20
"""

# No second level by its usual name, the indicator under “内容”, and a value for the whole period beside the year's.
OTHER_NAMES = """
2019年项目绩效目标表
项目名称：社区养老服务补贴
单位：某区民政局
项目资金总额（跨年）→771,325.80元→年度资金申请总额→226,145.10元
绩效目标→为辖区内65岁以上老人提供服务。
指标类别→二级指标→指标内容→实施周期指标值→年度（项目）指标值→指标值类型→评（扣）分标准→指标权重（分）
产出指标→数量→服务老人数→≥900人→≥300人→定量→少一人扣0.1分→40
产出指标→质量→服务达标率→=100.00(%)→=100.00(%)→定量→→20
效益指标→社会效益→老人生活质量→提高→提高→定性→→20
满意度指标→满意度→老人满意度→≥90%→≥90%→定量→→10
"""

EXPECTED: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "comparator column": (
        COMPARATOR_COLUMN,
        [
            {
                "heading": [
                    "2024", "巴南区水利局", "小型水库维修养护", "万元", "120.5", "120.5", "",
                    "完成12座小型水库维修养护，工程验收合格率达到95%以上。",
                ],
                "rows": [
                    ("产出指标", "数量指标", "维修养护水库座数", "=12座", "20"),
                    ("产出指标", "质量指标", "工程验收合格率", "≥95%", "20"),
                    ("产出指标", "时效指标", "养护及时性", "及时", "10"),
                    ("产出指标", "成本指标", "单座平均成本", "≤10万元/座", "10"),
                    ("效益指标", "社会效益指标", "受益人口", "≥3.2万人", "20"),
                    ("满意度指标", "服务对象满意度指标", "受益群众满意度", "≥90%", "10"),
                ],
                "problems": [("column-not-understood", "是否核心指标")],
            }
        ],
    ),
    "words for comparators": (
        WORDS_FOR_COMPARATORS,
        [
            {
                "heading": [
                    "2022", "杭锦旗教育体育局", "义务教育阶段学生营养改善计划", "元", "350,000.00",
                    "350,000.00", "0.00", "目标1：为2100名学生提供营养餐。目标2：家长满意度不低于90%。",
                ],
                "rows": [
                    ("产出指标", "数量指标", "受益学生人数", "大于等于2,100人", "20"),
                    ("产出指标", "质量指标", "供餐达标率", "等于100%", "20"),
                    ("产出指标", "成本指标", "人均补助标准", "小于等于1000元/人/年", "10"),
                    ("效益指标", "社会效益指标", "学生营养状况", "明显改善", "30"),
                    ("满意度指标", "服务对象满意度指标", "家长满意度", "大于等于90%", "10"),
                ],
                "problems": [],
            }
        ],
    ),
    "two sides": (
        TWO_SIDES,
        [
            {
                "heading": [
                    "2020", "某县疾病预防控制中心", "乡镇卫生院能力建设", "万元", "300", "280", "20",
                    "完成10所卫生院建设，培训医务人员200人次。",
                ],
                "rows": [
                    ("产出指标", "数量指标", "建设卫生院", "≥10所", None),
                    ("产出指标", "数量指标", "培训人次", "≥200人次", None),
                    ("产出指标", "质量指标", "验收合格率", "100%", None),
                    ("效益指标", "社会效益指标", "服务人口", "≥10万人", None),
                    ("满意度指标", "满意度指标", "患者满意度", "≥85%", None),
                ],
                # The side of the whole period is understood as such and not checked, which is said once.
                "problems": [("column-not-understood", ["二级指标", "三级指标", "指标值"])],
            }
        ],
    ),
    "list": (
        LIST,
        [
            {
                "heading": [
                    "2025", "某市交通运输局", "农村公路养护", "万元", "1,200", None, None, "养护农村公路800公里。",
                ],
                "rows": [
                    ("产出指标", "数量指标", "养护里程", "≥800公里", "40"),
                    ("产出指标", "质量指标", "优良路率", "≥90%", "20"),
                    ("效益指标", "社会效益指标", "保障群众出行", "有效保障", "20"),
                    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "10"),
                ],
                "problems": [],
            },
            {
                "heading": ["2025", "某市公路管理处", "公路应急抢险", "万元", "300", None, None, "抢险及时。"],
                "rows": [
                    ("产出指标", "时效指标", "抢险响应时间", "≤2小时", "50"),
                    ("效益指标", "社会效益指标", "道路畅通率", "≥95%", "30"),
                    ("满意度指标", "服务对象满意度指标", "司乘人员满意度", "≥85%", "10"),
                ],
                "problems": [],
            },
        ],
    ),
    "self-evaluation": (
        SELF_EVALUATION,
        [
            {
                "heading": [
                    "2021", "某区图书馆", "公共图书馆免费开放", "万元", "50", "50", "0",
                    "免费开放300天，接待读者10万人次。",
                ],
                "rows": [
                    ("产出指标", "数量指标", "开放天数", "≥300天", "25"),
                    ("产出指标", "质量指标", "设施完好率", "≥95%", "25"),
                    ("效益指标", "社会效益指标", "读者增长率", "≥5%", "30"),
                    ("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "10"),
                ],
                "problems": [],
            }
        ],
    ),
    "spread": (
        SPREAD,
        [
            {
                "heading": [
                    "2023", "某县林业和草原局", "退耕还林补助", None, "49.984万元", "49.984万元", None,
                    "栽植葡萄17600株，成活率不低于85%。",
                ],
                "rows": [
                    ("产出指标", "数量指标", "栽植株数", "≥17600株", "30"),
                    ("产出指标", "质量指标", "苗木成活率", "≥85%", "30"),
                    ("成本指标", "经济成本指标", "苗木单价", "≤28.4元/株", "10"),
                    ("效益指标", "生态效益指标", "新增绿化面积", "≥1.2万亩", "20"),
                ],
                "problems": [],
            }
        ],
    ),
    "other names": (
        OTHER_NAMES,
        [
            {
                "heading": [
                    "2019", "某区民政局", "社区养老服务补贴", None, "226,145.10元", None, None,
                    "为辖区内65岁以上老人提供服务。",
                ],
                "rows": [
                    ("产出指标", "数量", "服务老人数", "≥300人", "40"),
                    ("产出指标", "质量", "服务达标率", "=100.00(%)", "20"),
                    ("效益指标", "社会效益", "老人生活质量", "提高", "20"),
                    ("满意度指标", "满意度", "老人满意度", "≥90%", "10"),
                ],
                "problems": [("column-not-understood", ["实施周期指标值"])],
            }
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_layout(name: str) -> None:
    text, expected = EXPECTED[name]
    reading = table(text)
    assert len(reading.documents) == len(expected)
    for document, wanted in zip(reading.documents, expected, strict=True):
        assert misplaced(document) == []
        assert texts(document, *HEADING) == wanted["heading"]
        assert rows(document, *ROW) == wanted["rows"]
    assert said(reading) == [problem for wanted in expected for problem in wanted["problems"]]


def only(text: str) -> Document:
    (document,) = table(text).documents
    return document


def test_what_a_comparator_column_is_called_does_not_matter() -> None:
    document = only(COMPARATOR_COLUMN)
    assert [row[0] for row in rows(document, "comparator")] == ["=", "≥", "定性", "≤", "≥", "≥"]
    assert "/indicators/*/direction" in document.absent


def test_direction_and_comparator_are_told_apart_by_what_they_hold() -> None:
    found = rows(only(WORDS_FOR_COMPARATORS), "direction", "comparator", "unit", "remarks")
    assert found[2] == ("反向", "小于等于", "元/人/年", "按国家标准")
    assert found[3] == ("定性", "等于", "", "")


def test_points_that_levels_declare() -> None:
    document = only(WORDS_FOR_COMPARATORS)
    names = [f"/points/levels/{index}/{name}" for index in range(3) for name in ("level1", "points")]
    assert texts(document, *names) == ["产出指标", "50", "效益指标", "30", "满意度指标", "10"]
    assert document.find("/points/levels/3") is None


def test_results_of_a_self_evaluation() -> None:
    document = only(SELF_EVALUATION)
    assert rows(document, "actual", "score", "remarks")[1] == ("93%", "24.5", "部分座椅老化")
    assert texts(document, "/budget/carry_over") == ["0"]


def test_fields_beside_and_in_one_line() -> None:
    assert texts(only(SPREAD), "/leader", "/phone") == ["王某", "0999-1234567"]
    assert texts(only(COMPARATOR_COLUMN), "/code", "/department") == ["50011324T000001", "601-巴南区水利局"]
    assert texts(only(TWO_SIDES), "/category", "/period", "/leader") == ["延续项目", "3年", "李某"]


def test_columns_are_given_as_the_form_shows_them() -> None:
    columns = only(SPREAD).columns
    assert columns is not None
    shown = [(column.index, column.header, column.field) for column in columns]
    assert shown == [
        (1, "一级", "level1"), (2, "二级", "level2"), (3, "三级", "name"),
        (4, "指 标 值", "comparator"), (5, "", "target"), (6, "", "unit"), (7, "权 重", "weight"),
    ]  # fmt: skip
