package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.CsvTable.Row;
import dev.skew.rehearse.fidelity.Experiment.Block;
import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.rehearse.fidelity.Experiment.Latency;
import dev.skew.rehearse.fidelity.Experiment.Recorded;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import dev.skew.rehearse.fidelity.Experiment.SlowMember;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@code B_put_latency.csv}, {@code C_loss.csv} and {@code E_slow_node.csv}: a row a request. */
final class LatencyFiles {

  private static final List<String> NETS = List.of("emu", "veth");
  private static final List<String> DISKS = List.of("disk", "tmpfs");
  private static final List<String> OPERATIONS = List.of("put", "lin_read", "serial_read");
  private static final List<String> TARGETS = List.of("leader", "follower");
  private static final List<String> SLOW_ROLES = List.of("follower", "leader");
  private static final List<String> SLOW_TARGETS =
      List.of("leader", "follower", "fast_follower", "slow_follower");

  private LatencyFiles() {}

  static List<Experiment> readPutLatency(
      CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    List<Experiment> experiments = new ArrayList<>();
    HostLoads loads =
        HostLoads.read(
            tables.get(RecordingFile.PUT_LATENCY_BLOCKS.fileName()),
            problems,
            "n_nodes",
            "net",
            "disk",
            "delay_ms",
            "op",
            "target");
    Columns.groups(table.rows(), "n_nodes", "net", "disk", "delay_ms")
        .forEach(
            (columns, rows) -> {
              Row first = rows.get(0);
              Cluster cluster =
                  new Cluster(
                      Columns.nodes(first, problems),
                      Columns.delayMillis(first, problems),
                      0,
                      Columns.preVote(first),
                      Columns.word(first, "net", NETS, problems).equals("emu"),
                      Columns.word(first, "disk", DISKS, problems).equals("tmpfs"));
              List<Block> blocks = new ArrayList<>();
              Columns.groups(rows, "op", "target")
                  .forEach(
                      (key, block) -> {
                        Columns.word(block.get(0), "op", OPERATIONS, problems);
                        Columns.word(block.get(0), "target", TARGETS, problems);
                        blocks.add(
                            new Block(
                                key.getOrDefault("op", ""),
                                key.getOrDefault("target", ""),
                                block.size(),
                                0,
                                loads.of(block.get(0))));
                      });
              Recorded recorded = recorded("B", columns, answered(rows, true, problems));
              experiments.add(new Latency(recorded, cluster, blocks));
            });
    return experiments;
  }

  static List<Experiment> readLoss(
      CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    List<Experiment> experiments = new ArrayList<>();
    HostLoads loads =
        HostLoads.read(
            tables.get(RecordingFile.LOSS_BLOCKS.fileName()),
            problems,
            "n_nodes",
            "delay_ms",
            "loss_pct",
            "target");
    Columns.groups(table.rows(), "n_nodes", "delay_ms", "loss_pct")
        .forEach(
            (columns, rows) -> {
              Row first = rows.get(0);
              Cluster cluster =
                  Cluster.of(Columns.nodes(first, problems), Columns.delayMillis(first, problems))
                      .withLoss(first.within("loss_pct", 0, 100, problems) / 100)
                      .withPreVote(Columns.preVote(first));
              Recorded recorded = recorded("C", columns, answered(rows, false, problems));
              experiments.add(
                  new Latency(recorded, cluster, paced(rows, TARGETS, loads, problems)));
            });
    return experiments;
  }

  static List<Experiment> readSlowMember(
      CsvTable table, Map<String, CsvTable> tables, Problems problems) {
    List<Experiment> experiments = new ArrayList<>();
    HostLoads loads =
        HostLoads.read(
            tables.get(RecordingFile.SLOW_MEMBER_BLOCKS.fileName()),
            problems,
            "n_nodes",
            "reorder",
            "slow_role",
            "target");
    Columns.groups(table.rows(), "n_nodes", "reorder", "slow_role")
        .forEach(
            (columns, rows) -> {
              Row first = rows.get(0);
              Cluster cluster = Cluster.of(Columns.nodes(first, problems), 1);
              boolean reorder = first.whole("reorder", 0, 1, problems) == 1;
              boolean slowLeader =
                  Columns.word(first, "slow_role", SLOW_ROLES, problems).equals("leader");
              Recorded recorded = recorded("E", columns, answered(rows, false, problems));
              experiments.add(
                  new SlowMember(
                      recorded,
                      cluster,
                      reorder,
                      slowLeader,
                      paced(rows, SLOW_TARGETS, loads, problems)));
            });
    return experiments;
  }

  private static Recorded recorded(
      String letter, Map<String, String> columns, List<Series> series) {
    StringBuilder name = new StringBuilder(letter);
    columns.forEach((column, value) -> name.append(' ').append(column).append('=').append(value));
    return new Recorded(name.toString(), columns, 1, series);
  }

  /** The puts of each target, at the pace at which they were sent. */
  private static List<Block> paced(
      List<Row> rows, List<String> targets, HostLoads loads, Problems problems) {
    List<Block> blocks = new ArrayList<>();
    Columns.groups(rows, "target")
        .forEach(
            (key, block) -> {
              Columns.word(block.get(0), "target", targets, problems);
              blocks.add(
                  new Block(
                      "put",
                      key.getOrDefault("target", ""),
                      block.size(),
                      paceMillis(block, problems),
                      loads.of(block.get(0))));
            });
    return blocks;
  }

  /**
   * The client's pace: the usual distance of two starts, or 0 where it leaves no room beside the
   * requests themselves, so that one followed right after another.
   */
  private static double paceMillis(List<Row> block, Problems problems) {
    if (block.size() < 2) {
      return 0;
    }
    double[] gaps = new double[block.size() - 1];
    double[] idle = new double[block.size() - 1];
    for (int i = 1; i < block.size(); i++) {
      double gap =
          1000
              * (block.get(i).number("t_rel_s", problems)
                  - block.get(i - 1).number("t_rel_s", problems));
      gaps[i - 1] = gap;
      idle[i - 1] = gap - block.get(i - 1).number("value_ms", problems);
    }
    Arrays.sort(gaps);
    Arrays.sort(idle);
    boolean backToBack = Statistics.nearestRank(idle, 50) < 0.1 * Statistics.nearestRank(gaps, 50);
    return backToBack ? 0 : Math.rint(Statistics.nearestRank(gaps, 50));
  }

  private static List<Series> answered(List<Row> rows, boolean withOperation, Problems problems) {
    SeriesBuilder series = new SeriesBuilder();
    for (Row row : rows) {
      String metric = (withOperation ? row.text("op") : "put") + " " + row.text("target");
      String status = row.text("status");
      double value = row.number("value_ms", problems);
      series.add(
          status.equals("ok") ? metric : metric + " " + Columns.shortStatus(status),
          Series.Unit.MILLIS,
          value);
    }
    return series.build();
  }
}
