package dev.skew.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceJsonTest {

  private final TraceJson json = new TraceJson();

  @Test
  void writesTheInstantTheKindAndTheFieldsInTheirOrder() {
    assertThat(json.lineOf(12_345_678_901L, new Noted("plain", -7, true)))
        .hasToString(
            "{\"at\":\"12.345678901\",\"kind\":\"noted\","
                + "\"text\":\"plain\",\"number\":-7,\"flag\":true}");
  }

  @Test
  void writesNineDecimalsAlways() {
    assertThat(at(0)).isEqualTo("0.000000000");
    assertThat(at(1)).isEqualTo("0.000000001");
    assertThat(at(1_000_000_000L)).isEqualTo("1.000000000");
    assertThat(at(86_400_050_000_000L)).isEqualTo("86400.050000000");
  }

  @Test
  void escapesWhatJsonCannotHold() {
    assertThat(text("say \"hi\" \\ twice")).isEqualTo("say \\\"hi\\\" \\\\ twice");
    assertThat(text("a\nb\tc\u0001")).isEqualTo("a\\nb\\tc\\u0001");
  }

  @Test
  void keepsLettersOfAllScriptsButNoHalvesOfThem() {
    assertThat(text("Zürich 時計 \ud83d\ude00")).isEqualTo("Zürich 時計 \ud83d\ude00");
    assertThat(text("a\ud83d")).isEqualTo("a\\ud83d");
    assertThat(text("\ude00b")).isEqualTo("\\ude00b");
  }

  @Test
  void startsEveryLineAnew() {
    String first = json.lineOf(1, new Noted("one", 1, true)).toString();
    json.lineOf(2, new Noted("two", 2, false));

    assertThat(json.lineOf(1, new Noted("one", 1, true))).hasToString(first);
  }

  private String at(long nanos) {
    String line = json.lineOf(nanos, new Noted("", 0, false)).toString();
    return line.substring("{\"at\":\"".length(), line.indexOf("\",\"kind"));
  }

  private String text(String text) {
    String line = json.lineOf(0, new Noted(text, 0, false)).toString();
    return line.substring(line.indexOf("\"text\":\"") + 8, line.indexOf("\",\"number"));
  }

  private record Noted(String text, long number, boolean flag) implements TraceEvent {

    @Override
    public String kind() {
      return "noted";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("text", text).put("number", number).put("flag", flag);
    }
  }
}
