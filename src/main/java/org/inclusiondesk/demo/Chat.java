package org.inclusiondesk.demo;

import io.javalin.http.sse.SseClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the desk said in one chat, for every page that shows it. What people say is not kept. Safe
 * for several threads.
 */
final class Chat {
  private static final int KEPT = 500;

  /**
   * Something that happened, as Server-Sent Events carry it.
   *
   * @param number counts from 1
   * @param name {@code activity}, {@code update} or {@code delete}
   * @param json the activity
   */
  private record Event(long number, String name, String json) {
    void sendTo(SseClient page) {
      page.sendEvent(name, json, Long.toString(number));
    }
  }

  private final Deque<Event> events = new ArrayDeque<>();
  private final Set<String> shown = new HashSet<>();
  private final List<SseClient> pages = new ArrayList<>();
  private long last;

  /** Shows an activity under an id that is new in the chat. */
  synchronized void show(String id, String json) {
    shown.add(id);
    tell("activity", json);
  }

  /** Shows an activity in the place of an earlier one; false where there is none of that id. */
  synchronized boolean replace(String id, String json) {
    if (!shown.contains(id)) {
      return false;
    }
    tell("update", json);
    return true;
  }

  /** Takes an activity away; false where there is none of that id. */
  synchronized boolean remove(String id, String json) {
    if (!shown.remove(id)) {
      return false;
    }
    tell("delete", json);
    return true;
  }

  /**
   * Tells a page all that happened later than an event, and from then on whatever happens.
   *
   * @param seen the number of the last event that the page knows, 0 for none
   */
  synchronized void follow(SseClient page, long seen) {
    page.keepAlive();
    page.onClose(() -> leave(page));
    pages.add(page);
    page.sendComment("following");
    // A number from before the server's restart counts nothing here.
    long after = seen > last ? 0 : seen;
    events.stream().filter(event -> event.number() > after).forEach(event -> event.sendTo(page));
  }

  private synchronized void leave(SseClient page) {
    pages.remove(page);
  }

  private void tell(String name, String json) {
    Event event = new Event(++last, name, json);
    events.addLast(event);
    if (events.size() > KEPT) {
      events.removeFirst();
    }
    for (SseClient page : List.copyOf(pages)) {
      event.sendTo(page);
    }
  }
}
