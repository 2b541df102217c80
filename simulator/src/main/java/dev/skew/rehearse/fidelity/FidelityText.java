package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.Statistics.Quantiles;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** The report for people. */
final class FidelityText {

  private static final int METRIC_WIDTH = 52;

  private FidelityText() {}

  static String of(FidelityReport report) {
    StringBuilder text = new StringBuilder();
    String experiment = "";
    for (Comparison one : report.comparisons()) {
      if (!one.experiment().name().equals(experiment)) {
        experiment = one.experiment().name();
        text.append('\n').append(experiment).append('\n');
        text.append(heading());
      }
      text.append(row(one));
    }
    text.append("\nBehaviours\n");
    for (Behaviour behaviour : report.behaviours()) {
      text.append(
          line(
              "  %-4s%2d. %s%n        %s%n",
              behaviour.happened() ? "yes" : "NO",
              behaviour.number(),
              behaviour.what(),
              behaviour.evidence()));
    }
    long passed = report.comparisons().stream().filter(Comparison::passes).count();
    long happened = report.behaviours().stream().filter(Behaviour::happened).count();
    return text.append(
            line(
                "%nKS: largest gap of the two distributions. p: how often chance puts them as far"
                    + " apart;%nrequests that followed one another are compared run by run%n"
                    + "%n%d of %d metrics within bounds, %d of %d behaviours happened%n",
                passed, report.comparisons().size(), happened, report.behaviours().size()))
        .toString();
  }

  private static String heading() {
    return line(
        "  %-" + METRIC_WIDTH + "s %5s %27s %6s %27s %6s %7s%n",
        "metric",
        "n",
        "recorded p50/p90/p99",
        "n",
        "simulated p50/p90/p99",
        "KS",
        "p");
  }

  private static String row(Comparison one) {
    return line(
        "  %-" + METRIC_WIDTH + "s %5d %27s %6d %27s %6s %7s  %s%n",
        one.metric() + (one.unit() == Series.Unit.COUNT ? " (count)" : ""),
        one.n(),
        quantiles(one.recorded()),
        one.simulatedN(),
        quantiles(one.simulated()),
        number(one.test().distance(), 3),
        number(one.pValue(), 4),
        one.passes() ? "ok" : "OFF");
  }

  private static String quantiles(Quantiles quantiles) {
    return number(quantiles.p50(), 1)
        + " "
        + number(quantiles.p90(), 1)
        + " "
        + number(quantiles.p99(), 1);
  }

  private static String number(double value, int digits) {
    return Double.isNaN(value)
        ? "-"
        : BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
