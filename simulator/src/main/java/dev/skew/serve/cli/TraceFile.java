package dev.skew.serve.cli;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceJson;
import dev.skew.kernel.TraceListener;
import dev.skew.rehearse.simulation.RunListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Optional;

/** Every trace event as a JSON object on a line of its own. Equal histories give equal bytes. */
final class TraceFile implements RunListener, TraceListener, Closeable {

  private final Writer out;
  private final TraceJson json = new TraceJson();

  TraceFile(Writer out) {
    this.out = out;
  }

  @Override
  public Optional<TraceListener> traceListener() {
    return Optional.of(this);
  }

  @Override
  public void onTraceEvent(long atNanos, TraceEvent event) {
    try {
      out.append(json.lineOf(atNanos, event)).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
