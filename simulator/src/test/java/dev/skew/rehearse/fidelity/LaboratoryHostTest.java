package dev.skew.rehearse.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.world.node.EtcdSettings;
import org.junit.jupiter.api.Test;

class LaboratoryHostTest {

  @Test
  void membersRunWithoutFlags() {
    EtcdSettings settings = LaboratoryHost.settings(Cluster.of(3, 5));

    assertThat(settings.raft()).isEqualTo(EtcdSettings.DEFAULT.raft());
    assertThat(settings.tickNanos()).isEqualTo(EtcdSettings.DEFAULT.tickNanos());
    assertThat(settings.requestTimeoutNanos())
        .isEqualTo(EtcdSettings.DEFAULT.requestTimeoutNanos());
  }

  @Test
  void preVoteIsTheOneFlagThatARecordingMayHave() {
    EtcdSettings settings = LaboratoryHost.settings(Cluster.of(5, 5).withPreVote(true));

    assertThat(settings.raft()).isEqualTo(EtcdSettings.DEFAULT.raft().withPreVote(true));
  }
}
