package dev.skew.serve.cli;

import dev.skew.kernel.TraceListener;
import dev.skew.rehearse.simulation.Checkpoint;
import dev.skew.rehearse.simulation.RunListener;
import java.util.List;
import java.util.Optional;

/** Several listeners of one run. At most one of them wants the trace. */
record Listeners(List<RunListener> all) implements RunListener {

  @Override
  public void onCheckpoint(Checkpoint checkpoint) {
    all.forEach(listener -> listener.onCheckpoint(checkpoint));
  }

  @Override
  public Optional<TraceListener> traceListener() {
    return all.stream().flatMap(listener -> listener.traceListener().stream()).findFirst();
  }
}
