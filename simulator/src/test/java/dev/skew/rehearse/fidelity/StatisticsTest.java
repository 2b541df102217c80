package dev.skew.rehearse.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void percentilesAreNearestRanks() {
    double[] tenDown = IntStream.rangeClosed(1, 10).mapToDouble(i -> 11 - i).toArray();

    Statistics.Quantiles quantiles = Statistics.quantiles(tenDown);

    assertThat(quantiles.p50()).isEqualTo(5);
    assertThat(quantiles.p90()).isEqualTo(9);
    assertThat(quantiles.p99()).isEqualTo(10);
    assertThat(Statistics.quantiles(new double[] {7}).p50()).isEqualTo(7);
    assertThat(Statistics.quantiles(new double[0]).p50()).isNaN();
  }

  @Test
  void equalSamplesAreNotToldApart() {
    double[] sample = IntStream.range(0, 300).mapToDouble(i -> i).toArray();

    Statistics.KolmogorovSmirnov test = Statistics.kolmogorovSmirnov(sample, sample);

    assertThat(test.distance()).isZero();
    assertThat(test.pValue()).isEqualTo(1, within(1e-9));
  }

  @Test
  void distantSamplesAreToldApart() {
    double[] low = IntStream.range(0, 50).mapToDouble(i -> i).toArray();
    double[] high = IntStream.range(0, 50).mapToDouble(i -> i + 100).toArray();

    Statistics.KolmogorovSmirnov test = Statistics.kolmogorovSmirnov(low, high);

    assertThat(test.distance()).isEqualTo(1);
    assertThat(test.pValue()).isLessThan(1e-9);
  }

  @Test
  void aSingleValueIsJudgedByItsRank() {
    Statistics.KolmogorovSmirnov test =
        Statistics.kolmogorovSmirnov(new double[] {0}, new double[] {1, 2, 3});

    assertThat(test.distance()).isEqualTo(1);
    assertThat(test.pValue()).isEqualTo(0.5); // first or last of four, of four places
  }

  @Test
  void hugeSamplesKeepTheirShapeWhenThinned() {
    double[] huge = IntStream.range(0, 100_000).mapToDouble(i -> i).toArray();
    double[] alike = IntStream.range(0, 500).mapToDouble(i -> i * 200.0 + 100).toArray();

    assertThat(Statistics.kolmogorovSmirnov(alike, huge).distance()).isLessThan(0.005);
  }
}
