package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.CsvTable.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How busy the host was during each block of requests, where a {@code *_blocks.csv} tells. */
final class HostLoads {

  private static final String LOAD_AVERAGE = "loadavg1";
  private static final double MOST = 10_000;

  private final List<String> setup;
  private final Map<List<String>, Double> loads = new HashMap<>();

  private HostLoads(List<String> setup) {
    this.setup = setup;
  }

  /**
   * Reads a table of blocks.
   *
   * @param table null when the folder has none
   * @param setup the columns that both files have and that tell blocks apart
   */
  static HostLoads read(@Nullable CsvTable table, Problems problems, String... setup) {
    HostLoads read = new HostLoads(List.of(setup));
    if (table != null) {
      for (Row row : table.rows()) {
        if (!row.text(LOAD_AVERAGE).isBlank()) {
          read.loads.put(read.keyOf(row), row.within(LOAD_AVERAGE, 0, MOST, problems));
        }
      }
    }
    return read;
  }

  /** The load average of a block, of which one row is given; an idle host's when nobody told. */
  double of(Row row) {
    return loads.getOrDefault(keyOf(row), 0.0);
  }

  private List<String> keyOf(Row row) {
    List<String> key = new ArrayList<>(setup.size());
    for (String column : setup) {
      key.add(row.text(column));
    }
    return key;
  }
}
