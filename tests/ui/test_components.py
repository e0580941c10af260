"""Each component says what it is given, escapes it, and refuses what it cannot show."""

import re
from typing import Any

import pytest
from django import forms
from django.contrib.messages import ERROR, SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from heli.kernel.verdict import Verdict
from heli.ui import drawing
from heli.ui.catalogue import GLYPHS, WORDS, Chip, Crumb, Month, State, Tab


def render(source: str, **context: Any) -> str:
    request = RequestFactory().get("/list/", {"state": "overdue", "page": "2"})
    return Template(source).render(RequestContext(request, context))


class MeetingForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别", choices=[("a", "党课"), ("b", "主题党日")], widget=forms.RadioSelect
    )
    topic = forms.CharField(label="议题", help_text="一句话")
    branch = forms.CharField(label="党组织", initial="第一支部", disabled=True)
    place = forms.ChoiceField(label="地点", choices=[("", "请选择")], required=False)
    parts = forms.MultipleChoiceField(
        label="同时", choices=[("1", "党课")], widget=forms.CheckboxSelectMultiple, required=False
    )
    told = forms.BooleanField(label="已通知", required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("这一天已经记过一次")


@pytest.mark.parametrize("kind", State)
def test_every_state_has_glyph_word_and_class(kind: State) -> None:
    shown = render('{% state code "还有 3 天" %}', code=kind)
    assert f'class="state state-{kind.value}"' in shown
    assert "<svg" in shown
    assert kind.word in shown
    assert "还有 3 天" in shown


def test_the_states_differ_by_shape_and_not_by_colour_alone() -> None:
    assert len({drawing.glyph(kind) for kind in State}) == len(State) == len(set(GLYPHS.values()))
    assert len(set(WORDS.values())) == len(State)


def test_a_compact_state_keeps_its_word_for_screen_readers() -> None:
    shown = render('{% state "overdue" "已过 2 天" compact=True %}')
    assert '<span class="visually-hidden">逾期，已过 2 天</span>' in shown
    assert 'title="逾期，已过 2 天"' in shown
    assert "state-word" not in shown


def test_a_state_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="finished"):
        render('{% state "finished" %}')


def test_components_escape_what_they_are_given() -> None:
    evil = "<script>x</script>"
    shown = render(
        "{% state 'open' evil %}{% figure evil '/x' evil %}{% page_title evil evil %}{% endpage_title %}"
        "{% empty evil evil '/x' evil %}{% act verdict '/x' evil %}{% chips chips %}"
        "{% crumbs crumbs %}{% tabs tabs %}",
        evil=evil,
        verdict=Verdict.no(evil, source=evil),
        chips=[(evil, "/x")],
        crumbs=[(evil, "")],
        tabs=[(evil, "/x")],
    )
    assert evil not in shown
    assert "&lt;script&gt;" in shown


def test_a_detail_called_safe_is_escaped_all_the_same() -> None:
    for detail in (mark_safe("<b>3</b>"), "<b>3</b>"):
        assert "<b>" not in render(
            "{% state 'open' detail %}{% state 'open' detail compact=True %}", detail=detail
        )


def test_messages_can_be_brought_along_with_a_fragment() -> None:
    told = [Message(SUCCESS, "已记入<1>"), Message(ERROR, "没有保存")]
    shown = render('{% include "ui/messages.html" with messages=told oob=True %}', told=told)
    assert 'id="messages"' in shown
    assert 'hx-swap-oob="true"' in shown
    assert "message-success" in shown
    assert "已记入&lt;1&gt;" in shown
    assert "message-error" in shown
    assert "hx-swap-oob" not in render('{% include "ui/messages.html" with oob=False %}')


def test_a_figure_opens_to_its_rows_and_unknown_is_not_zero() -> None:
    assert '<a class="figure" href="/rows/">1,284<span class="figure-unit">项</span></a>' in render(
        '{% figure 1284 "/rows/" "项" %}'
    )
    assert "未知" in render('{% figure None "/rows/" "项" %}')
    assert "<a" not in render("{% figure 0 %}")
    assert ">0<" in render("{% figure 0 %}")


def test_the_title_block_leaves_room_only_for_actions_that_are_there() -> None:
    assert "page-actions" not in render('{% page_title "组织" %} {% endpage_title %}')
    shown = render('{% page_title "组织" "共 214 个" %}<a href="/x">新建</a>{% endpage_title %}')
    assert '<div class="page-actions"><a href="/x">新建</a></div>' in shown
    assert shown.count("<h1>") == 1


def test_the_page_itself_is_no_link_among_its_crumbs() -> None:
    shown = render("{% crumbs items %}", items=[Crumb("组织", "/orgs/"), Crumb("一岗双责", "/here/")])
    assert 'href="/orgs/"' in shown
    assert "/here/" not in shown
    assert '<span aria-current="page">一岗双责</span>' in shown


def test_the_last_crumb_is_where_the_reader_is() -> None:
    shown = render("{% crumbs items %}", items=[Crumb("组织", "/orgs/"), Crumb("第一支部")])
    assert '<a href="/orgs/">组织</a>' in shown
    assert '<span aria-current="page">第一支部</span>' in shown


def test_a_refused_act_is_disabled_with_its_reason_and_source() -> None:
    shown = render(
        '{% act verdict "/go/" "报送" %}', verdict=Verdict.no("没有超过半数", source="工作条例第十一条")
    )
    assert "disabled>报送</button>" in shown
    assert "没有超过半数" in shown
    assert "工作条例第十一条" in shown
    assert "<form" not in shown


def test_an_act_posts_with_the_token_or_links_or_joins_its_form() -> None:
    posted = render('{% act None "/go/" "报送" primary=True confirm="将报送 3 项" %}')
    assert 'method="post" action="/go/"' in posted
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', posted)
    assert 'data-confirm="将报送 3 项"' in posted
    assert "btn-primary" in posted
    linked = render('{% act verdict "/edit/" "修改" method="get" %}', verdict=Verdict.yes())
    assert '<a class="btn btn-secondary" href="/edit/">修改</a>' in linked
    joined = render('{% act None "" "保存" method="submit" name="step" value="2" %}')
    assert '<button type="submit" class="btn btn-secondary" name="step" value="2">保存</button>' in joined
    assert "formaction" not in joined


def test_an_act_knows_three_methods_only() -> None:
    with pytest.raises(ValueError, match="delete"):
        render('{% act None "/go/" "删除" method="delete" %}')


def test_chips_are_removable_one_by_one_and_say_how_many_rows_are_left() -> None:
    shown = render(
        '{% chips items count=0 unit="个" export="/x.xlsx" %}', items=[Chip("状态：逾期", "?page=1")]
    )
    assert 'href="?page=1" aria-label="去掉筛选：状态：逾期"' in shown
    assert "共 <b>0</b> 个" in shown
    assert "导出 Excel" in shown
    assert "共" not in render("{% chips items %}", items=[])


def test_the_pager_keeps_the_filters() -> None:
    shown = render("{% pager page %}", page=Paginator(range(205), 50).page(2))
    assert "第 51–100 条，共 205 条" in shown
    assert 'rel="next" href="?state=overdue&amp;page=3"' in shown
    assert '<span aria-current="page">2</span>' in shown


def test_the_pager_offers_nothing_where_one_page_is_enough() -> None:
    shown = render("{% pager page %}", page=Paginator(range(3), 50).page(1))
    assert "第 1–3 条，共 3 条" in shown
    assert "下一页" not in shown


def test_a_field_has_label_hint_and_error_tied_to_its_control() -> None:
    shown = render("{% field form.topic %}", form=MeetingForm({"topic": ""}))
    assert '<label class="field-label" for="id_topic">' in shown
    assert 'id="id_topic_helptext">一句话' in shown
    assert 'aria-describedby="id_topic_helptext id_topic_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_topic_error"' in shown
    assert shown.index("一句话") < shown.index("<input") < shown.index('id="id_topic_error"')


def test_a_field_that_heli_knows_says_where_from_and_is_locked() -> None:
    shown = render('{% field form.branch source="党组织名册" %}', form=MeetingForm())
    assert "来自党组织名册" in shown
    assert " disabled" in shown
    assert "选填" not in shown
    assert "选填" in render("{% field form.place %}", form=MeetingForm())


def test_choices_and_ticks_are_grouped_under_a_legend() -> None:
    many = render("{% field form.parts %}", form=MeetingForm())
    assert many.count("<fieldset") == 1
    assert '<label class="form-check" for="id_parts_0">' in many
    one = render("{% field form.told %}", form=MeetingForm())
    assert 'type="checkbox"' in one
    assert "form-check-input" in one
    toggles = render("{% choice form.kind %}", form=MeetingForm())
    assert toggles.count('type="radio"') == 2
    assert '<label for="id_kind_1">主题党日</label>' in toggles


def test_the_error_summary_jumps_to_each_field() -> None:
    shown = render("{% form_errors form %}", form=MeetingForm({"topic": "", "kind": ""}))
    assert "有 3 处需要修改" in shown
    assert '<a href="#id_topic">议题：' in shown
    assert '<a href="#id_kind_0">类别：' in shown
    assert "<li>这一天已经记过一次</li>" in shown
    assert render("{% form_errors form %}", form=MeetingForm()).strip() == ""


def test_the_basis_is_folded() -> None:
    shown = render("{% basis %}<p>第十三条</p>{% endbasis %}")
    assert "<details" in shown
    assert " open" not in shown
    assert "<p>第十三条</p>" in shown


def test_the_tab_one_is_on_is_marked() -> None:
    shown = render("{% tabs items label='组织' %}", items=[Tab("概况", "/a"), Tab("应办", "/b", True, 12)])
    assert '<a href="/b" aria-current="page">应办<span class="tabs-count">12</span></a>' in shown
    assert '<a href="/a">概况</a>' in shown


def test_a_bar_says_its_numbers_and_marks_the_median() -> None:
    shown = render("{% bar 8.5 10 median=7 unit='分' %}")
    assert 'aria-label="8.5分，满 10分，同类中位数 7分"' in shown
    assert 'width="85.0"' in shown
    assert 'd="M70.0 0V12"' in shown
    assert 'width="100.0"' in render("{% bar 12 10 %}")


def test_an_unknown_bar_is_hatched() -> None:
    shown = render("{% bar None 10 %}")
    assert "bar-hatch" in shown
    assert "bar-value" not in shown
    assert 'aria-label="未知"' in shown


def test_a_bar_needs_a_maximum() -> None:
    with pytest.raises(ValueError, match="above 0"):
        drawing.bar(value=1, maximum=0, median=None, unit="")


def test_the_year_is_drawn_on_one_scale_and_told_in_words() -> None:
    months = [Month(1, "on_time", 4, 4, "/1/"), Month(2, "overdue", 8, 2), Month(3, "not_due")]
    columns = drawing.year(months)
    assert [(column.height, column.filled) for column in columns] == [(24, 24), (48, 12), (0, 0)]
    shown = render("{% year_columns months %}", months=months)
    assert "2<span" in shown
    assert "月，应办 8 项，已办 2 项" in shown
    assert '<a href="/1/" class="year-column state-on_time">' in shown
    assert shown.count("<li>") == 3
