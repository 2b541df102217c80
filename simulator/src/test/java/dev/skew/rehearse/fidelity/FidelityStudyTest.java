package dev.skew.rehearse.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FidelityStudyTest {

  private static final String TRUTHFUL =
      """
      experiment,run,metric,value_ms,status
      move_leader_5ms,0,rpc,101,200
      move_leader_5ms,1,rpc,102,200
      move_leader_5ms,2,rpc,103,200
      """;

  @Test
  void aSimulationThatMeasuresTheSamePasses() {
    FidelityReport report = study(1, 100, 4).run(folder());

    assertThat(report.comparisons()).hasSize(1);
    Comparison rpc = report.comparisons().get(0);
    assertThat(rpc.n()).isEqualTo(3);
    assertThat(rpc.simulatedN()).isEqualTo(100);
    assertThat(rpc.passes()).isTrue();
  }

  @Test
  void aSimulationThatIsFarOffFails() {
    FidelityReport report = study(1, 100, 60).run(folder());

    assertThat(report.comparisons().get(0).passes()).isFalse();
    assertThat(report.toText()).contains("OFF").contains("0 of 1 metrics within bounds");
  }

  @Test
  void threadsDoNotChangeTheReport() {
    assertThat(study(3, 50, 4).run(folder()).toJson())
        .isEqualTo(study(1, 50, 4).run(folder()).toJson());
  }

  @Test
  void jsonHasTheAgreedKeys() throws IOException {
    JsonNode whole = new ObjectMapper().readTree(study(1, 1, 4).run(folder()).toJson());

    assertThat(whole.isArray()).isTrue();
    JsonNode rpc = whole.get(0);
    assertThat(rpc.get("experiment").asText()).isEqualTo("move_leader_5ms");
    assertThat(rpc.get("metric").asText()).isEqualTo("rpc");
    assertThat(rpc.get("n").asInt()).isEqualTo(3);
    assertThat(rpc.get("recorded").get("p90").asDouble()).isEqualTo(103);
    assertThat(rpc.get("simulated").get("p50").isNumber()).isTrue();
    assertThat(rpc.get("ks").isNumber()).isTrue();
    assertThat(rpc.get("p").isNumber()).isTrue();
    assertThat(rpc.get("behaviours").isArray()).isTrue();
  }

  private static RecordingFolder folder() {
    return RecordingFolder.parse(Map.of("G_move_leader.csv", TRUTHFUL), new Problems());
  }

  /** A runner whose moves take 100 ms and up to so much more. */
  private static FidelityStudy study(int jobs, int seeds, double spreadMillis) {
    ExperimentRunner runner =
        (experiment, seed) -> {
          SeriesBuilder series = new SeriesBuilder();
          RandomSource random = seed.fork("test", "rpc").random();
          series.add("rpc", Series.Unit.MILLIS, 100 + spreadMillis * random.nextDouble());
          return new Observations(series.build(), 1);
        };
    return new FidelityStudy(
        runner, new FidelityStudy.Options(seeds, jobs, new Seed(1).value(), name -> {}));
  }
}
