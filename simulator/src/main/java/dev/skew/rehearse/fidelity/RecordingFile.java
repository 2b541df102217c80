package dev.skew.rehearse.fidelity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files that a folder of recordings may hold, with the columns each must have. */
@SuppressWarnings("ImmutableEnumChecker") // method references and unmodifiable lists
enum RecordingFile {
  FAILOVER(
      "A_failover.csv",
      FailoverFile::read,
      "experiment",
      "run",
      "n_nodes",
      "net",
      "delay_ms",
      "mode",
      "metric",
      "value_ms",
      "note"),
  PUT_LATENCY(
      "B_put_latency.csv",
      LatencyFiles::readPutLatency,
      "n_nodes",
      "net",
      "disk",
      "delay_ms",
      "op",
      "target",
      "value_ms",
      "status"),
  PUT_LATENCY_BLOCKS(
      "B_blocks.csv",
      RecordingFile::noneOfItsOwn,
      "n_nodes",
      "net",
      "disk",
      "delay_ms",
      "op",
      "target",
      "loadavg1"),
  LOSS(
      "C_loss.csv",
      LatencyFiles::readLoss,
      "n_nodes",
      "delay_ms",
      "loss_pct",
      "target",
      "t_rel_s",
      "value_ms",
      "status"),
  LOSS_BLOCKS(
      "C_blocks.csv",
      RecordingFile::noneOfItsOwn,
      "n_nodes",
      "delay_ms",
      "loss_pct",
      "target",
      "loadavg1"),
  PARTITION_EVENTS(
      "D_partition_events.csv",
      PartitionFiles::readEvents,
      "experiment",
      "run",
      "n_nodes",
      "isolated",
      "pre_vote",
      "minority",
      "delay_ms",
      "dur_s",
      "metric",
      "value_ms",
      "note"),
  PARTITION_OPS(
      "D_partition_ops.csv",
      PartitionFiles::readOpsAlone,
      "experiment",
      "run",
      "n_nodes",
      "isolated",
      "pre_vote",
      "minority",
      "delay_ms",
      "dur_s",
      "side",
      "member",
      "op",
      "client_timeout_s",
      "t_rel_partition_s",
      "value_ms",
      "status"),
  SLOW_MEMBER(
      "E_slow_node.csv",
      LatencyFiles::readSlowMember,
      "n_nodes",
      "reorder",
      "slow_role",
      "target",
      "t_rel_s",
      "value_ms",
      "status"),
  SLOW_MEMBER_BLOCKS(
      "E_blocks.csv",
      RecordingFile::noneOfItsOwn,
      "n_nodes",
      "reorder",
      "slow_role",
      "target",
      "loadavg1"),
  LEASE(
      "F_lease.csv",
      LeaseFiles::readLeases,
      "experiment",
      "run",
      "ttl_s",
      "lease",
      "metric",
      "value_ms",
      "note"),
  MOVE_LEADER(
      "G_move_leader.csv",
      LeaseFiles::readMoveLeader,
      "experiment",
      "run",
      "metric",
      "value_ms",
      "status"),
  WRITER_CRASH(
      "G_timeseries_crash_writer.csv",
      LeaseFiles::readWriter,
      "experiment",
      "t_rel_s",
      "via",
      "value_ms",
      "status"),
  WRITER_ISOLATE(
      "G_timeseries_isolate_writer.csv",
      LeaseFiles::readWriter,
      "experiment",
      "t_rel_s",
      "via",
      "value_ms",
      "status");

  private final String fileName;
  private final Reader reader;
  private final List<String> columns;

  RecordingFile(String fileName, Reader reader, String... columns) {
    this.fileName = fileName;
    this.reader = reader;
    this.columns = List.of(columns);
  }

  String fileName() {
    return fileName;
  }

  List<String> columns() {
    return columns;
  }

  List<Experiment> experiments(CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    return reader.read(table, tables, problems);
  }

  /** A file that tells more of another file's experiments. */
  private static List<Experiment> noneOfItsOwn(
      CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    return List.of();
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (RecordingFile file : values()) {
      names.add(file.fileName);
    }
    return names;
  }

  /** Derives experiments from one table; the others are there for what belongs together. */
  private interface Reader {
    List<Experiment> read(CsvTable table, Map<String, CsvTable> tables, Problems problems);
  }
}
