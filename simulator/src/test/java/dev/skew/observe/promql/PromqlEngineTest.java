package dev.skew.observe.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.observe.promql.PromqlResult.Matrix;
import dev.skew.observe.promql.PromqlResult.Points;
import dev.skew.observe.promql.PromqlResult.Sample;
import dev.skew.observe.promql.PromqlScript.Load;
import dev.skew.observe.promql.PromqlScript.Row;
import dev.skew.observe.telemetry.Labels;
import dev.skew.observe.telemetry.Series;
import dev.skew.observe.telemetry.SeriesSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromqlEngineTest {

  private static final PromqlOptions OPTIONS = PromqlOptions.of(Mode.V3);

  private final PromqlEngine engine = new PromqlEngine(OPTIONS);
  private final ScriptStore store = new ScriptStore();

  @Test
  void anAnswerHasTheTypeOfItsExpression() {
    load("up{job=\"b\"}", 1, 2);
    load("up{job=\"a\"}", 3);

    assertThat(instant("1 + 1")).isEqualTo(new PromqlResult.Scalar(60_000, 2));
    assertThat(instant("'x'")).isEqualTo(new PromqlResult.Text(60_000, "x"));
    assertThat(instant("up"))
        .isEqualTo(
            new PromqlResult.Vector(
                List.of(
                    new Sample(series("up", "job", "a"), 60_000, 3),
                    new Sample(series("up", "job", "b"), 60_000, 2))));
    assertThat(instant("up[1m]").type()).isEqualTo(ValueType.MATRIX);
  }

  @Test
  void aRangeSelectorByItselfShowsItsSamples() {
    load("up{job=\"a\"}", 7);
    load("up{job=\"b\"}", 1, 2, 3);

    Matrix matrix = (Matrix) engine.instant(engine.parse("up[90s]"), store, 120_000);

    assertThat(matrix.series()).hasSize(1);
    Points points = matrix.series().get(0);
    assertThat(points.labels()).isEqualTo(series("up", "job", "b"));
    assertThat(points.samples().size()).isEqualTo(2);
    assertThat(points.samples().millisAt(0)).isEqualTo(60_000);
    assertThat(points.samples().valueAt(1)).isEqualTo(3);
  }

  @Test
  void seriesOfARangeQueryAreInTheOrderOfTheirLabels() {
    load("up{job=\"b\"}", 1, 9);
    load("up{job=\"a\"}", 5, 5);

    Matrix matrix = range("sort_desc(up)", 0, 60_000, 60_000);

    assertThat(matrix.series())
        .extracting(Points::labels)
        .containsExactly(series("up", "job", "a"), series("up", "job", "b"));
  }

  @Test
  void rangesHaveNoMorePointsThanTheirLimit() {
    assertThatThrownBy(() -> range("1", 0, 11_000, 1))
        .hasMessageStartingWith("exceeded maximum resolution of 11,000 points per timeseries.");
    assertThat(range("1", 0, 10_999, 1).series()).hasSize(1);
    assertThatThrownBy(() -> range("1", 0, 1, 0)).hasMessageContaining("zero or negative");
    assertThatThrownBy(() -> range("1", 1, 0, 1)).hasMessageContaining("before start time");
    assertThatThrownBy(() -> range("'x'", 0, 1, 1))
        .hasMessageStartingWith("invalid expression type \"string\" for range query");
  }

  @Test
  void samplesAreBoundedWhetherReadOrComputed() {
    load("up", IntStream.range(0, 200).asDoubleStream().toArray());
    PromqlOptions few = OPTIONS.withLimits(new PromqlOptions.Limits(11_000, 100));
    PromqlEngine poor = new PromqlEngine(few);

    assertThatThrownBy(() -> poor.instant(poor.parse("rate(up[1d])"), store, 12_000_000))
        .isInstanceOf(PromqlQueryException.class)
        .hasMessageContaining("too many samples")
        .hasMessageContaining("more than 100");
    assertThatThrownBy(() -> poor.range(poor.parse("time()"), store, 0, 200, 1))
        .hasMessageContaining("too many samples");
    assertThatThrownBy(() -> engine.instant(engine.parse("rate(up[100y:1ms])"), store, 0))
        .hasMessageContaining("too many samples");
  }

  @Test
  void seriesAreReadOnceForAQuery() {
    load("up", 1, 2, 3);
    int[] selections = {0};
    SeriesSource counting =
        (matchers, from, to) -> {
          selections[0]++;
          List<Series> selected = store.select(matchers, from, to);
          return selected;
        };

    engine.range(engine.parse("up + up / up"), counting, 0, 120_000, 60_000);

    assertThat(selections[0]).isEqualTo(1);
  }

  @Test
  void duplicatesOfAMatchGroupAreNamedAsPrometheusNamesThem() {
    load("a{job=\"x\"}", 1);
    load("b{job=\"x\", n=\"1\"}", 1);
    load("b{job=\"x\", n=\"2\"}", 1);

    assertThatThrownBy(() -> instant("a + on (job) b"))
        .hasMessage(
            "found duplicate series for the match group {job=\"x\"} on the right hand-side of the"
                + " operation: [{__name__=\"b\", job=\"x\", n=\"2\"}, {__name__=\"b\", job=\"x\","
                + " n=\"1\"}];many-to-many matching not allowed: matching labels must be unique on"
                + " one side");
    assertThatThrownBy(() -> instant("b + on (job) a"))
        .hasMessage(
            "multiple matches for labels: many-to-one matching must be explicit"
                + " (group_left/group_right)");
    assertThatThrownBy(() -> instant("b + on (job) group_left (n) a"))
        .hasMessage("multiple matches for labels: grouping labels must ensure unique matches");
  }

  @Test
  void whoIsWhosePartnerMayChangeFromStepToStep() {
    load("version{build=\"1\"}", 1, Column.ABSENT, Column.ABSENT);
    load("version{build=\"2\"}", Column.ABSENT, 1, 1);
    load("load", 10, 20, 30);
    PromqlOptions brief =
        new PromqlOptions(Mode.V3, false, 30_000, 60_000, PromqlOptions.Limits.DEFAULT);
    PromqlEngine forgetful = new PromqlEngine(brief);

    Matrix matrix =
        forgetful.range(
            forgetful.parse("load * on () group_left (build) version"), store, 0, 120_000, 60_000);

    assertThat(matrix.series())
        .extracting(each -> each.labels() + " " + each.samples().size())
        .containsExactly("{build=\"1\"} 1", "{build=\"2\"} 2");
  }

  @Test
  void namesGoAtTheEndWhereThatIsWanted() {
    load("a_total{x=\"1\"}", 1, 2);
    load("b_total{x=\"1\"}", 1, 3);
    String named = "label_replace(-{x=\"1\"}, \"of\", \"$1\", \"__name__\", \"(.*)\")";
    PromqlEngine late = new PromqlEngine(OPTIONS.withDelayedNames());

    PromqlResult result = late.instant(late.parse(named), store, 60_000);

    assertThat(((PromqlResult.Vector) result).samples())
        .extracting(Sample::labels)
        .containsExactly(
            Labels.of("of", "a_total", "x", "1"), Labels.of("of", "b_total", "x", "1"));
    assertThatThrownBy(() -> instant(named))
        .hasMessage("vector cannot contain metrics with the same labelset");
  }

  @Test
  void aStartAndAnEndAreThoseOfTheQuery() {
    load("n", 1, 2, 3, 4);

    Matrix matrix =
        range("max_over_time((n @ end() - n @ start())[1m:30s])", 60_000, 180_000, 60_000);

    assertThat(matrix.series().get(0).samples().valueAt(0)).isEqualTo(2);
  }

  @Test
  void theEndOfAQueryIsTheOneAskedForThoughNoStepMeetsIt() {
    load("n", 1, 2, 3, 4);

    Matrix matrix = range("n @ end()", 0, 130_000, 60_000);

    assertThat(matrix.series().get(0).samples().size()).isEqualTo(3);
    assertThat(matrix.series().get(0).samples().valueAt(0)).isEqualTo(3);
    assertThat(range("n @ end()", 0, 179_999, 60_000).series().get(0).samples().valueAt(2))
        .isEqualTo(3);
    assertThat(range("n @ end()", 0, 190_000, 60_000).series().get(0).samples().valueAt(0))
        .isEqualTo(4);
  }

  @Test
  void ofEqualSeriesTheFirstStayInTheRankingUntilAGreaterOneComes() {
    load("n{x=\"a\"}", 1);
    load("n{x=\"b\"}", 1);
    load("n{x=\"c\"}", 2);

    PromqlResult equal = instant("topk(2, n < 2 or n{x=\"c\"} - 1)");
    PromqlResult greater = instant("topk(2, n)");

    assertThat(names(equal)).containsExactly("a", "b");
    assertThat(names(greater)).containsExactly("c", "b");
  }

  private static List<String> names(PromqlResult result) {
    return ((PromqlResult.Vector) result)
        .samples().stream().map(each -> each.labels().get("x")).toList();
  }

  @Test
  void aDeepExpressionIsEvaluatedWithoutExhaustingTheStack() {
    Expr deep = engine.parse("(".repeat(290) + "1" + ")".repeat(290));
    Expr wide = engine.parse("vector(1)" + " + vector(1)".repeat(290));

    assertThat(engine.instant(deep, store, 0)).isEqualTo(new PromqlResult.Scalar(0, 1));
    assertThat(((PromqlResult.Vector) engine.instant(wide, store, 0)).samples().get(0).value())
        .isEqualTo(291);
  }

  @Test
  void smoothingFactorsLieBetweenZeroAndOne() {
    load("n", 1, 2, 3);

    assertThatThrownBy(() -> instant("double_exponential_smoothing(n[5m], 1, 0.5)"))
        .hasMessage("invalid smoothing factor. Expected: 0 < sf < 1, got: 1.000000");
    assertThatThrownBy(() -> instant("double_exponential_smoothing(n[5m], 0.5, 0)"))
        .hasMessage("invalid trend factor. Expected: 0 < tf < 1, got: 0.000000");
  }

  @Test
  void anExpressionHasOneCanonicalForm() {
    String loose = "SUM( up{a='b',} ) BY(x,y)/ignoring(z)Group_left()rate(a[90s] offset 1d @ 3)";

    assertThat(PromqlEngine.format(engine.parse(loose)))
        .isEqualTo(
            "sum by (x, y) (up{a=\"b\"}) / ignoring (z) group_left () "
                + "rate(a[1m30s] @ 3.000 offset 1d)");
  }

  private void load(String name, double... values) {
    Labels labels = Parser.labels(name, Mode.V3);
    store.load(new Load(60_000, List.of(new Row(labels, values, false)), false));
  }

  private static Labels series(String name, String... labels) {
    return Labels.of(labels).with(Labels.NAME, name);
  }

  private PromqlResult instant(String expression) {
    return engine.instant(engine.parse(expression), store, 60_000);
  }

  private Matrix range(String expression, long start, long end, long step) {
    return engine.range(engine.parse(expression), store, start, end, step);
  }
}
