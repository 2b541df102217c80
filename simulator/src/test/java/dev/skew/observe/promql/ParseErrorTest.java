package dev.skew.observe.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes are named in Prometheus's words, and with their places. */
class ParseErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 +             | 1:4: parse error: unexpected end of input",
        ".               | 1:1: parse error: unexpected character: '.'",
        "*1              | 1:1: parse error: unexpected <op:*>",
        "(1))            | 1:5: parse error: unexpected right parenthesis ')'",
        "((1)            | 1:5: parse error: unclosed left parenthesis",
        "up[5m           | 1:6: parse error: unclosed left bracket",
        "up{             | 1:4: parse error: unexpected end of input inside braces",
        "up{a=\"b\"      | 1:9: parse error: unexpected end of input inside braces",
        "up{1}           | 1:4: parse error: unexpected character inside braces: '1'",
        "up{a}           | 1:5: parse error: unexpected \"}\" in label matching, expected label matching operator",
        "up{a==\"b\"}    | 1:6: parse error: unexpected \"=\" in label matching, expected string",
        "up{,}           | 1:4: parse error: unexpected \",\" in label matching, expected identifier or \"}\"",
        "'a              | 1:1: parse error: unterminated quoted string",
        "\"a\\q\"        | 1:1: parse error: unknown escape sequence U+0071 'q'",
        "a !b            | 1:3: parse error: unexpected character after '!': 'b'",
        "up > 1 for 30s  | 1:8: parse error: unexpected identifier \"for\"",
        "sum some by (x) | 1:5: parse error: unexpected identifier \"some\"",
        "sum(up) by (x) without (y) | 1:16: parse error: unexpected <without>",
        "sum by (1) (up) | 1:9: parse error: unexpected number \"1\" in grouping opts, expected label",
        "sum by x (up)   | 1:8: parse error: unexpected identifier \"x\" in grouping opts, expected \"(\"",
        "nope(up)        | 1:1: parse error: unknown function with name \"nope\"",
        "abs(up,)        | 1:7: parse error: trailing commas not allowed in function call args",
        "up offset       | 1:10: parse error: unexpected end of input in offset, expected duration",
        "up offset 5     | 1:11: parse error: unexpected number \"5\" in offset, expected duration",
        "up[5]           | 1:4: parse error: missing unit character in duration",
        "up[0s]          | 1:4: parse error: duration must be greater than 0",
        "up[ms_]         | 1:4: parse error: bad duration syntax: \"ms_\"",
        "up[5m           | 1:6: parse error: unclosed left bracket",
        "up[5m:          | 1:7: parse error: unclosed left bracket",
        "up[5m:5]        | 1:7: parse error: unexpected number \"5\" in subquery selector, expected duration or \"]\"",
        "up[5m 1m]       | 1:7: parse error: unexpected duration \"1m\" in subquery or range, expected \":\" or \"]\"",
        "sum(rate(up 1)) | 1:13: parse error: unexpected number \"1\" in aggregation",
        "up 'a long text'| 1:4: parse error: unexpected string \"'a long te\"...",
        "1e              | 1:1: parse error: error parsing number: strconv.ParseFloat: parsing \"1e\": invalid syntax",
        "up } x          | 1:4: parse error: unexpected character: '}'",
        "f(g(1) 2)       | 1:3: parse error: unknown function with name \"g\"",
        "up @ x          | 1:6: parse error: unexpected identifier \"x\" in @, expected timestamp",
        "up @ NaN        | 1:1: parse error: timestamp out of bounds for @ modifier: NaN"
      })
  void whatCannotBeReadIsShown(String text, String message) {
    assertThatThrownBy(() -> Parser.parse(text, Mode.V2)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 > 2           | 1:3: parse error: comparisons between scalars must use BOOL modifier",
        "1 + bool 2      | 1:3: parse error: bool modifier can only be used on comparison operators",
        "up + 'a'        | 1:6: parse error: binary expression must contain only scalar and instant vector types",
        "1 and up        | 1:1: parse error: set operator \"and\" not allowed in binary scalar expression",
        "1 + on (a) up   | 1:1: parse error: vector matching only allowed between instant vectors",
        "a and on (x) group_left b | 1:1: parse error: no grouping allowed for \"and\" operation",
        "a * on (x) group_left (x) b | 1:3: parse error: label \"x\" must not occur in ON and GROUP clause at once",
        "rate(up)        | 1:6: parse error: expected type range vector in call to function \"rate\", got instant vector",
        "sum(up[5m])     | 1:5: parse error: expected type instant vector in aggregation expression, got range vector",
        "topk('a', up)   | 1:6: parse error: expected type scalar in aggregation parameter, got string",
        "topk(up)        | 1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1",
        "sum()           | 1:1: parse error: no arguments for aggregate expression provided",
        "abs()           | 1:1: parse error: expected 1 argument(s) in call to \"abs\", got 0",
        "round()         | 1:1: parse error: expected at least 1 argument(s) in call to \"round\", got 0",
        "hour(up, up)    | 1:1: parse error: expected at most 1 argument(s) in call to \"hour\", got 2",
        "-'a'            | 1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got \"string\"",
        "{}              | 1:1: parse error: vector selector must contain at least one non-empty matcher",
        "{a=~'.*'}       | 1:1: parse error: vector selector must contain at least one non-empty matcher",
        "up{__name__='x'}| 1:1: parse error: metric name must not be set twice: \"up\" or \"x\"",
        "(up)[5m]        | 1:5: parse error: ranges only allowed for vector selectors",
        "up offset 1m[5m]| 1:13: parse error: no offset modifiers allowed before range",
        "up offset 1m offset 2m | 1:1: parse error: offset may not be set multiple times",
        "up @ 1 @ 2      | 1:1: parse error: @ <timestamp> may not be set multiple times",
        "1 offset 5m     | 1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
        "1[5m:1m]        | 1:1: parse error: subquery is only allowed on instant vector, got scalar instead"
      })
  void partsThatDoNotFitAreNamed(String text, String message) {
    assertThatThrownBy(() -> Parser.parse(text, Mode.V2)).hasMessage(message);
  }

  @Test
  void aPlaceIsALineAndAColumn() {
    PromqlParseException e =
        catchThrowableOfType(
            PromqlParseException.class, () -> Parser.parse("up\n  + (\n  by", Mode.V2));

    assertThat(e.line()).isEqualTo(3);
    assertThat(e.column()).isEqualTo(5);
    assertThat(e.reason()).isEqualTo("unclosed left parenthesis");
  }

  @Test
  void emptyTextIsNoExpression() {
    assertThatThrownBy(() -> Parser.parse(" # nothing", Mode.V2))
        .hasMessage("1:1: parse error: no expression found in input");
  }

  @Test
  void aBrokenRegularExpressionIsNamedWhereItStands() {
    assertThatThrownBy(() -> Parser.parse("up{a=~'('}", Mode.V2))
        .hasMessage("1:4: parse error: error parsing regexp: missing closing ): `^(?:()$`");
  }

  @Test
  void depthIsBoundedInEveryWayInWhichExpressionsNest() {
    String deep = "expression nests deeper than 300 levels";

    assertThatThrownBy(() -> Parser.parse("(".repeat(100_000), Mode.V2)).hasMessageContaining(deep);
    assertThatThrownBy(() -> Parser.parse("-".repeat(100_000) + "a", Mode.V2))
        .hasMessageContaining(deep);
    assertThatThrownBy(() -> Parser.parse("abs(".repeat(20_000), Mode.V2))
        .hasMessageContaining(deep);
    assertThatThrownBy(() -> Parser.parse("2 ^ ".repeat(20_000) + "2", Mode.V2))
        .hasMessageContaining(deep);
    assertThatThrownBy(() -> Parser.parse("a" + " + a".repeat(20_000), Mode.V2))
        .hasMessageContaining(deep);
    assertThatThrownBy(() -> Parser.parse("a" + "[1m:1m]".repeat(10_000), Mode.V2))
        .isInstanceOf(PromqlParseException.class);
  }

  @Test
  void lengthIsBounded() {
    assertThatThrownBy(() -> Parser.parse(" ".repeat(200_000) + "1", Mode.V2))
        .hasMessage("1:1: parse error: expression has 200001 characters, more than 131072");
  }
}
