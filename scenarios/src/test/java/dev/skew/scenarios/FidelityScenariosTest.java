package dev.skew.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.scenario.ConsensusSettings;
import dev.skew.world.node.EtcdSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The scenarios that repeat recorded experiments and the fidelity command build their clusters in
 * two places; both are etcd 3.4 without flags, which is {@link EtcdSettings#DEFAULT}.
 */
class FidelityScenariosTest {

  @Test
  void clustersRunWithTheSettingsOfTheRecordings() throws IOException {
    List<Path> files = files();

    assertThat(files).isNotEmpty();
    assertThat(files)
        .allSatisfy(
            file -> {
              ConsensusSettings consensus = Catalog.read(file).machinery().consensus();
              EtcdSettings recorded = EtcdSettings.DEFAULT;

              assertThat(consensus.tick().toNanos()).isEqualTo(recorded.tickNanos());
              assertThat(consensus.electionTicks()).isEqualTo(recorded.raft().electionTicks());
              assertThat(consensus.heartbeatTicks()).isEqualTo(recorded.raft().heartbeatTicks());
              assertThat(consensus.checkQuorum()).isEqualTo(recorded.raft().checkQuorum());
              assertThat(consensus.requestTimeout().toNanos())
                  .isEqualTo(recorded.requestTimeoutNanos());
              assertThat(consensus.release()).isEqualTo(ConsensusSettings.Release.V3_4);
            });
  }

  @Test
  void onlyTheControlVotesTwice() throws IOException {
    assertThat(files())
        .allSatisfy(
            file ->
                assertThat(Catalog.read(file).machinery().consensus().preVote())
                    .isEqualTo(file.toString().contains("pre-vote")));
  }

  private static List<Path> files() throws IOException {
    return Catalog.files().stream().filter(file -> file.startsWith("fidelity")).toList();
  }
}
