package dev.skew.benchmarks;

import java.io.Serializable;
import java.util.concurrent.CountDownLatch;
import nl.tudelft.simulation.dsol.SimRuntimeException;
import nl.tudelft.simulation.dsol.eventlists.EventListInterface;
import nl.tudelft.simulation.dsol.experiment.SingleReplication;
import nl.tudelft.simulation.dsol.model.AbstractDsolModel;
import nl.tudelft.simulation.dsol.simulators.DevsSimulator;

/** DSOL of TU Delft; it simulates on a thread of its own. */
final class DsolEvents implements HopCompetitor {

  private final DevsSimulator<Long> simulator = new DevsSimulator<>("benchmark");
  private final CountDownLatch done = new CountDownLatch(1);

  DsolEvents(EventListInterface<Long> list) {
    simulator.setEventList(list);
  }

  @Override
  public void run(HopWork work) {
    try {
      simulator.initialize(
          new Model(work), new SingleReplication<Long>("run", 0L, 0L, Long.MAX_VALUE / 2), true);
      simulator.start();
      done.await();
      simulator.cleanUp();
    } catch (SimRuntimeException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private final class Model extends AbstractDsolModel<Long, DevsSimulator<Long>>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient HopWork work;

    Model(HopWork work) {
      super(DsolEvents.this.simulator);
      this.work = work;
    }

    @Override
    public void constructModel() throws SimRuntimeException {
      for (int i = 0; i < work.pending(); i++) {
        send();
      }
    }

    private void send() throws SimRuntimeException {
      int entity = work.drawEntity();
      DsolEvents.this.simulator.scheduleEventRel(work.drawDelay(), () -> arrive(entity));
    }

    private void arrive(int entity) throws SimRuntimeException {
      if (work.deliver(DsolEvents.this.simulator.getSimulatorTime(), entity)) {
        send();
      } else {
        done.countDown();
      }
    }
  }
}
