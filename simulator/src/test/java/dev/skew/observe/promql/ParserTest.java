package dev.skew.observe.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.observe.promql.Expr.Aggregate;
import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Expr.MatrixSelector;
import dev.skew.observe.promql.Expr.NumberLiteral;
import dev.skew.observe.promql.Expr.Shift;
import dev.skew.observe.promql.Expr.StringLiteral;
import dev.skew.observe.promql.Expr.Subquery;
import dev.skew.observe.promql.Expr.VectorSelector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

  @ParameterizedTest
  @CsvSource({
    "0x1F, 31",
    "0XfF, 255",
    "017, 15",
    "08, 8",
    "1e3, 1000",
    "1.5E-3, 0.0015",
    "2., 2",
    ".5, 0.5",
    "iNf, Infinity",
    "-Inf, -Infinity",
    "nAn, NaN",
    "- 3, -3",
    "+4, 4"
  })
  void readsNumbersAsGoDoes(String text, Double value) {
    assertThat(number(text, Mode.V2)).isEqualTo(value);
    assertThat(number(text, Mode.V3)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1_0", "0x_f", "5m", "1__0", "1_"})
  void versionTwoKnowsNoUnderscoresAndNoDurationsAsNumbers(String text) {
    assertThatThrownBy(() -> number(text, Mode.V2)).isInstanceOf(PromqlParseException.class);
  }

  @ParameterizedTest
  @CsvSource({"1_000, 1000", "0x_1F, 31", "1.2_5, 1.25", "1h30m, 5400", "250ms, 0.25"})
  void versionThreeReadsUnderscoresAndDurationsAsNumbers(String text, double value) {
    assertThat(number(text, Mode.V3)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1__0, 'error parsing number: strconv.ParseFloat: parsing \"1__0\": invalid syntax'",
    "1_, 'error parsing number: strconv.ParseFloat: parsing \"1_\": invalid syntax'",
    "1e, 'error parsing number: strconv.ParseFloat: parsing \"1e\": invalid syntax'",
    "0x, 'error parsing number: strconv.ParseFloat: parsing \"0x\": invalid syntax'",
    "1m1h, 'not a valid duration string: \"1m1h\"'",
    "1mm, 'bad number or duration syntax: \"1mm\"'",
    "5q, 'bad number or duration syntax: \"5\"'",
    "0b11, 'bad number or duration syntax: \"0\"'"
  })
  void whatIsNeitherNumberNorDurationIsShown(String text, String reason) {
    assertThatThrownBy(() -> number(text, Mode.V3)).hasMessage("1:1: parse error: " + reason);
  }

  @Test
  void readsStringsInAllThreeKindsOfQuotes() {
    assertThat(string("\"a\\n\\x41\\u00e9\\101\\\"\"")).isEqualTo("a\nA\u00e9A\"");
    assertThat(string("'it\\'s \"so\"'")).isEqualTo("it's \"so\"");
    assertThat(string("`raw \\n \" '`")).isEqualTo("raw \\n \" '");
    assertThat(string("\"\\xe2\\x82\\xac\"")).isEqualTo("\u20ac");
  }

  @Test
  void aByteThatIsNoTextSurvivesBeingPrinted() {
    String loose = string("\"a\\xff\"");

    assertThat(Quotes.isText(loose)).isFalse();
    assertThat(Quotes.quote(loose)).isEqualTo("\"a\\xff\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3 ^ 4 ^ 5 | 1 + (2 * (3 ^ (4 ^ 5)))",
        "a or b and c | a or (b and c)",
        "a and b unless c | (a and b) unless c",
        "a > b + c | a > (b + c)",
        "a == bool b - c - d | a == bool ((b - c) - d)",
        "-a ^ 2 | -(a ^ 2)",
        "-a * b | (-a) * b",
        "2 ^ -a * 3 | (2 ^ (-a)) * 3",
        "a % b atan2 c / d | ((a % b) atan2 c) / d",
        "-sum(a) by (b) + c | (-sum by (b) (a)) + c"
      })
  void bindsAsTightlyAsPrometheus(String text, String explicit) {
    assertThat(withoutParens(parse(text))).isEqualTo(withoutParens(parse(explicit)));
  }

  @Test
  void readsASelectorWithAllThatMayFollow() {
    MatrixSelector selector =
        (MatrixSelector)
            ((Call) parse("rate(up{job=~'a|b', x!=\"\",}[1h30m] offset -5m @ 1.5)"))
                .arguments()
                .get(0);

    assertThat(selector.rangeMillis()).isEqualTo(5_400_000);
    assertThat(selector.vector().metric()).isEqualTo("up");
    assertThat(selector.vector().matchers())
        .extracting(Object::toString)
        .containsExactly("job=~\"a|b\"", "x!=\"\"");
    assertThat(selector.vector().shift()).isEqualTo(new Shift(-300_000, new Shift.Instant(1500)));
  }

  @Test
  void readsSubqueriesWithAndWithoutAStep() {
    Subquery stepped =
        (Subquery) ((Call) parse("max_over_time(up[1h:15s] @ end())")).arguments().get(0);
    Subquery plain = (Subquery) ((Call) parse("max_over_time((a + b)[5m:])")).arguments().get(0);

    assertThat(stepped.stepMillis()).isEqualTo(15_000);
    assertThat(stepped.shift().at()).isEqualTo(Shift.Bound.END);
    assertThat(plain.stepMillis()).isZero();
  }

  @Test
  void groupingMayStandBeforeAndBehind() {
    Aggregate before = (Aggregate) parse("sum by (job, le) (up)");
    Aggregate behind = (Aggregate) parse("SUM(up) BY (job, le,)");

    assertThat(behind).isEqualTo(before);
    assertThat(parse("topk without () (3, up)")).isInstanceOf(Aggregate.class);
  }

  @Test
  void readsHowVectorsMatch() {
    Binary binary = (Binary) parse("a * on (x, bool) group_left (y) b");

    assertThat(binary.matching())
        .isEqualTo(
            new Expr.Matching(true, List.of("x", "bool"), Expr.Matching.Many.LEFT, List.of("y")));
  }

  @Test
  void keywordsMayNameMetricsAndLabels() {
    assertThat(((VectorSelector) parse("sum{by='x'}")).metric()).isEqualTo("sum");
    assertThat(((VectorSelector) parse("Offset")).metric()).isEqualTo("Offset");
    assertThat(parse("sum by (sum, Offset, inf) (start)")).isInstanceOf(Aggregate.class);
    assertThat(((VectorSelector) parse("job:up:rate5m")).metric()).isEqualTo("job:up:rate5m");
  }

  @Test
  void versionThreeQuotesNames() {
    assertThat(Parser.parse("{\"my.metric\", \"a.b\"=\"c\"}", Mode.V3))
        .isEqualTo(Parser.parse("{__name__=\"my.metric\", \"a.b\"=\"c\"}", Mode.V3));
    assertThat(Parser.parse("sum by (\"a.b\") (up)", Mode.V3)).isInstanceOf(Aggregate.class);
  }

  @Test
  void commentsEndWithTheirLine() {
    assertThat(parse("up # is it? ((\n + # \"\n 1")).isEqualTo(parse("up + 1"));
  }

  @Test
  void expressionsKnowWhereTheyStand() {
    Binary binary = (Binary) parse(" up +\n rate(x[5m])");

    assertThat(binary.left().span()).hasToString("1..3");
    assertThat(binary.right().span()).hasToString("7..18");
    assertThat(binary.span()).hasToString("1..18");
  }

  @Test
  void versionTwoHasSeventyFunctions() {
    assertThat(Signatures.names(Mode.V2)).hasSize(70).contains("holt_winters");
    assertThat(Signatures.names(Mode.V3))
        .contains("double_exponential_smoothing")
        .doesNotContain("holt_winters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"V2", "V3"})
  void everyFunctionThatCanBeCalledDoesSomething(Mode mode) {
    assertThat(Signatures.names(mode))
        .allSatisfy(each -> assertThat(Functions.body(each)).isNotNull());
  }

  private static Expr parse(String text) {
    return Parser.parse(text, Mode.V2);
  }

  private static Double number(String text, Mode mode) {
    return ((NumberLiteral) Parser.parse(text, mode)).value();
  }

  private static String string(String text) {
    return ((StringLiteral) parse(text)).value();
  }

  /** The tree as text in which only the tree decides where parentheses are. */
  private static String withoutParens(Expr expression) {
    if (expression instanceof Expr.Parens parens) {
      return withoutParens(parens.inner());
    }
    String parts =
        String.join(" ", expression.children().stream().map(ParserTest::withoutParens).toList());
    String name = expression.getClass().getSimpleName();
    if (expression instanceof Binary binary) {
      name = binary.operator().symbol() + (binary.isBool() ? " bool" : "");
    } else if (expression.children().isEmpty()) {
      name = PromqlEngine.format(expression);
    }
    return "[" + name + " " + parts + "]";
  }
}
