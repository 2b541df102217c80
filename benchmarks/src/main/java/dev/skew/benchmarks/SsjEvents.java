package dev.skew.benchmarks;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;
import umontreal.ssj.simevents.eventlist.EventList;

/** SSJ of the Université de Montréal: an event is an object with a method. */
final class SsjEvents implements HopCompetitor {

  private final Simulator simulator;

  SsjEvents(EventList list) {
    this.simulator = new Simulator(list);
  }

  @Override
  public void run(HopWork work) {
    simulator.init();
    for (int i = 0; i < work.pending(); i++) {
      int entity = work.drawEntity();
      new Hop(work, entity).schedule((double) work.drawDelay());
    }
    simulator.start();
  }

  private final class Hop extends Event {

    private final HopWork work;
    private final int entity;

    Hop(HopWork work, int entity) {
      super(simulator);
      this.work = work;
      this.entity = entity;
    }

    @Override
    public void actions() {
      if (work.deliver((long) simulator.time(), entity)) {
        int next = work.drawEntity();
        new Hop(work, next).schedule((double) work.drawDelay());
      } else {
        simulator.stop();
      }
    }
  }
}
