package dev.skew.rehearse.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.skew.rehearse.fidelity.Experiment.Failover;
import dev.skew.rehearse.fidelity.Experiment.Latency;
import dev.skew.rehearse.fidelity.Experiment.Leases;
import dev.skew.rehearse.fidelity.Experiment.MoveLeader;
import dev.skew.rehearse.fidelity.Experiment.Partition;
import dev.skew.rehearse.fidelity.Experiment.SlowMember;
import dev.skew.rehearse.fidelity.Experiment.WriterTimeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingFolderTest {

  private static final String FAILOVER =
      "experiment,run,n_nodes,net,delay_ms,mode,metric,value_ms,note\n";
  private static final String LATENCY =
      "experiment,run,n_nodes,net,disk,delay_ms,op,target,value_ms,status\n";

  private final Path folder;

  RecordingFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsAFailoverOfAnotherSizeDelayAndMode() throws IOException {
    write(
        "A_failover.csv",
        FAILOVER
            + "ifdown7,0,7,emu,20.000,ifdown,elected_poll,1300.5,old=1;new=2\n"
            + "ifdown7,0,7,emu,20.000,ifdown,first_campaign_log,1210.0,campaigns=3;distinct=2\n"
            + "ifdown7,1,7,emu,20.000,ifdown,elected_poll,1500.5,old=2;new=1\n"
            + "ifdown7,1,7,emu,20.000,ifdown,rejoin_term_delta,6,count_not_ms;x=1\n");

    Failover read = only(Failover.class);

    assertThat(read.name()).isEqualTo("ifdown7");
    assertThat(read.mode()).isEqualTo(Failover.Mode.IFDOWN);
    assertThat(read.cluster().nodes()).isEqualTo(7);
    assertThat(read.cluster().oneWayMillis()).isEqualTo(20);
    assertThat(read.cluster().emulated()).isTrue();
    assertThat(read.recorded().repetitions()).isEqualTo(2);
    assertThat(series(read, "elected_poll").values()).containsExactly(1300.5, 1500.5);
    assertThat(series(read, "campaigns_until_leader").values()).containsExactly(3);
    assertThat(series(read, "rejoin_term_delta").unit()).isEqualTo(Series.Unit.COUNT);
  }

  @Test
  void groupsLatenciesBySetUpAndBlock() throws IOException {
    write(
        "B_put_latency.csv",
        LATENCY
            + "B,0,9,veth,tmpfs,0.000,put,leader,0.9,ok\n"
            + "B,1,9,veth,tmpfs,0.000,put,leader,1.1,ok\n"
            + "B,2,9,veth,tmpfs,0.000,put,leader,7000,\"503 {\"\"error\"\":\"\"etcdserver: request"
            + " timed out\"\",\"\"code\"\":14}\"\n"
            + "B,0,9,veth,tmpfs,0.000,lin_read,follower,0.8,ok\n");

    Latency read = only(Latency.class);

    assertThat(read.cluster().ramDisk()).isTrue();
    assertThat(read.cluster().emulated()).isFalse();
    assertThat(read.blocks())
        .extracting(Experiment.Block::metric)
        .containsExactly("put leader", "lin_read follower");
    assertThat(series(read, "put leader").size()).isEqualTo(2);
    assertThat(series(read, "put leader 503 etcdserver: request timed out").size()).isEqualTo(1);
  }

  @Test
  void readsLossAndThePaceOfTheClient() throws IOException {
    write(
        "C_loss.csv",
        """
        experiment,run,n_nodes,delay_ms,loss_pct,target,t_rel_s,value_ms,status
        C,0,5,10.000,2.5,leader,0.000,22,ok
        C,1,5,10.000,2.5,leader,0.022,22,ok
        C,2,5,10.000,2.5,leader,0.044,22,ok
        """);
    write(
        "E_slow_node.csv",
        """
        experiment,run,n_nodes,reorder,slow_role,target,t_rel_s,value_ms,status
        E,0,5,0,leader,leader,0.000,200,ok
        E,1,5,0,leader,leader,0.300,200,ok
        E,2,5,0,leader,leader,0.600,200,ok
        """);

    Latency loss = only(Latency.class);
    SlowMember slow = only(SlowMember.class);

    assertThat(loss.cluster().lossRatio()).isEqualTo(0.025, within(1e-12));
    assertThat(loss.blocks().get(0).everyMillis()).isZero();
    assertThat(slow.reorder()).isFalse();
    assertThat(slow.slowLeader()).isTrue();
    assertThat(slow.blocks().get(0).everyMillis()).isEqualTo(300);
  }

  @Test
  void joinsEventsAndRequestsOfAPartition() throws IOException {
    String setup = "part7,0,7,3,1,leader,2,30.000,";
    write(
        "D_partition_events.csv",
        "experiment,run,n_nodes,isolated,pre_vote,minority,delay_ms,dur_s,metric,value_ms,note\n"
            + setup
            + "term_majority_before_heal,9,count_not_ms;term_at_start=7;leader_at_start=3\n"
            + setup
            + "minority_lost_leader_log,1200.5,member=4\n"
            + setup
            + "after_heal_term_delta_vs_majority,0,count_not_ms;leader_changed=0;campaigns=2\n");
    write(
        "D_partition_ops.csv",
        "experiment,run,n_nodes,isolated,pre_vote,minority,delay_ms,dur_s,side,member,op,"
            + "client_timeout_s,t_rel_partition_s,value_ms,status\n"
            + setup
            + "minority,5,put,2.000,0.1,2001.5,client-timeout\n");

    Partition read = only(Partition.class);

    assertThat(read.cluster().preVote()).isTrue();
    assertThat(read.isolated()).isEqualTo(3);
    assertThat(read.leaderSide()).isTrue();
    assertThat(read.seconds()).isEqualTo(30);
    assertThat(series(read, "term_majority_before_heal_since_start").values()).containsExactly(2);
    assertThat(series(read, "campaigns_after_heal").values()).containsExactly(2);
    assertThat(series(read, "minority put timeout=2.0s: client-timeout").size()).isEqualTo(1);
  }

  @Test
  void readsLeasesMovesAndWritersFromNamesAndNotes() throws IOException {
    write(
        "F_lease.csv",
        "experiment,run,ttl_s,lease,metric,value_ms,note\n"
            + "lease_crash,3,8,L0,expiry_since_grant,12000,crash_at_ms=3000;x=1\n"
            + "lease_crash,3,8,L1,expiry_since_grant,11800,crash_at_ms=2800;"
            + "expiry_since_new_leader_ms=9100\n");
    write(
        "G_move_leader.csv",
        "experiment,run,metric,value_ms,status\nmove_leader_20ms,0,rpc,101,200\n");
    write(
        "G_timeseries_crash_writer.csv",
        """
        experiment,t_rel_s,via,value_ms,status
        leader_crash_t0_restart_t9,-3.000,n1,12,ok
        leader_crash_t0_restart_t9,20.000,n1,12,ok
        """);

    Leases leases = only(Leases.class);
    MoveLeader move = only(MoveLeader.class);
    WriterTimeline writer = only(WriterTimeline.class);

    assertThat(leases.ttlSeconds()).isEqualTo(8);
    assertThat(leases.leases()).isEqualTo(2);
    assertThat(leases.crashAfterMillis()).isEqualTo(3000);
    assertThat(leases.grantEveryMillis()).isEqualTo(200);
    assertThat(series(leases, "expiry_since_new_leader").values()).containsExactly(9100);
    assertThat(move.cluster().oneWayMillis()).isEqualTo(20);
    assertThat(writer.mode()).isEqualTo(Failover.Mode.CRASH);
    assertThat(writer.backAfterSeconds()).isEqualTo(9);
    assertThat(writer.fromSeconds()).isEqualTo(-3.5);
  }

  @Test
  void tellsEveryProblemWithFileAndLine() throws IOException {
    write(
        "A_failover.csv",
        FAILOVER
            + "x,0,3,veth,0,crash,elected_poll,12x,\n"
            + "x,0,3,veth,0,crash,elected_poll\n"
            + "x,0,3,veth,0,burn,elected_poll,1000,\n");
    write("B_put_latency.csv", "experiment,run,n_nodes,net\n");

    assertThatThrownBy(() -> RecordingFolder.read(folder))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("A_failover.csv:2: value_ms: expected a number, got \"12x\"")
        .hasMessageContaining("A_failover.csv:3: expected 9 fields as in the header, found 7")
        .hasMessageContaining("A_failover.csv:4: mode: expected one of [crash, stop,")
        .hasMessageContaining("B_put_latency.csv:1: column \"disk\" is missing");
  }

  @Test
  void aFileCutWithinARecordIsRefused() {
    String record = "B,0,3,veth,disk,0.000,put,leader,1.5,\"503 {\"\"error\"\":\"\"x\"\"}\"\n";
    int lastField = record.indexOf('"') + 1;

    for (int cut = 1; cut < lastField; cut++) {
      Problems problems = new Problems();
      String text = LATENCY + record + record.substring(0, cut);
      CsvTable table = CsvTable.parse("B.csv", text, RecordingFile.PUT_LATENCY.columns(), problems);

      boolean noticed = !problems.messages().isEmpty() || cut == lastField - 1;
      assertThat(noticed).as("cut at %d", cut).isTrue();
      assertThat(table.rows().size()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void saysWhatAFolderWithoutRecordingsLacks() {
    assertThatThrownBy(() -> RecordingFolder.read(folder))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("holds no recording; known file names are [A_failover.csv,");
    assertThatThrownBy(() -> RecordingFolder.read(folder.resolve("nowhere")))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("is no folder");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private <E extends Experiment> E only(Class<E> kind) {
    return kind.cast(
        RecordingFolder.read(folder).experiments().stream()
            .filter(kind::isInstance)
            .findFirst()
            .orElseThrow());
  }

  private static Series series(Experiment experiment, String metric) {
    return experiment.recorded().series().stream()
        .filter(one -> one.metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }
}
