package dev.skew.observe.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skew.observe.telemetry.LabelMatcher.Kind;
import org.junit.jupiter.api.Test;

class LabelMatcherTest {

  @Test
  void aRegularExpressionMatchesTheWholeValue() {
    LabelMatcher matcher = LabelMatcher.of(Kind.MATCH, "job", "etcd|store");

    assertThat(matcher.matches("etcd")).isTrue();
    assertThat(matcher.matches("etcd2")).isFalse();
    assertThat(matcher.matches("a store")).isFalse();
    assertThat(matcher).hasToString("job=~\"etcd|store\"");
  }

  @Test
  void whatIsAbsentHasTheEmptyValue() {
    assertThat(LabelMatcher.equal("job", "").matches(Labels.EMPTY)).isTrue();
    assertThat(LabelMatcher.of(Kind.NOT_EQUAL, "job", "a").matches(Labels.EMPTY)).isTrue();
    assertThat(LabelMatcher.of(Kind.NO_MATCH, "job", ".+").matches(Labels.EMPTY)).isTrue();
    assertThat(LabelMatcher.of(Kind.MATCH, "job", ".+").matches(Labels.EMPTY)).isFalse();
  }

  @Test
  void sinceVersionThreeADotMatchesANewline() {
    assertThat(LabelMatcher.of(Kind.MATCH, "text", "a.b", true).matches("a\nb")).isTrue();
    assertThat(LabelMatcher.of(Kind.MATCH, "text", "a.b", false).matches("a\nb")).isFalse();
  }

  @Test
  void aBrokenExpressionIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatcher.of(Kind.MATCH, "job", "a(b", false))
        .withMessage("error parsing regexp: missing closing ): `^(?:a(b)$`");
  }

  @Test
  void matchersThatSayTheSameAreEqual() {
    LabelMatcher matcher = LabelMatcher.of(Kind.MATCH, "job", "a.*");

    assertThat(matcher)
        .isEqualTo(LabelMatcher.of(Kind.MATCH, "job", "a.*"))
        .hasSameHashCodeAs(LabelMatcher.of(Kind.MATCH, "job", "a.*"))
        .isNotEqualTo(LabelMatcher.of(Kind.NO_MATCH, "job", "a.*"))
        .isNotEqualTo(LabelMatcher.of(Kind.MATCH, "job", "b.*"))
        .isNotEqualTo(LabelMatcher.of(Kind.MATCH, "team", "a.*"));
  }

  @Test
  void whatNeedsBacktrackingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMatcher.of(Kind.MATCH, "job", "(a)\\1"));
  }
}
