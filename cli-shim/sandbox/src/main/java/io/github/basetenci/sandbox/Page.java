package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** One page of a list, selected by {@code cursor} and {@code limit} of the query. */
final class Page {
  private static final int USUAL = 100;
  private static final int LARGEST = 1000;
  private static final String CURSOR = "from-";

  private Page() {}

  static Answer of(Call call, List<ObjectNode> all) throws Refusal {
    Map<String, String> query = call.query();
    int limit = number(query.getOrDefault("limit", String.valueOf(USUAL)), 1, LARGEST, "limit");
    String cursor = query.getOrDefault("cursor", CURSOR + 0);
    int from =
        number(
            cursor.startsWith(CURSOR) ? cursor.substring(CURSOR.length()) : "",
            0,
            all.size(),
            "cursor");
    int end = Math.min(all.size(), from + limit);
    ObjectNode page = Answer.object();
    ArrayNode items = page.putArray("items");
    all.subList(from, end).forEach(items::add);
    boolean more = end < all.size();
    page.putObject("pagination").put("has_more", more).put("cursor", more ? CURSOR + end : null);
    return Answer.ok(page);
  }

  private static int number(String text, int least, int most, String name) throws Refusal {
    if (text.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw Refusal.invalid("The " + name + " of the list is invalid.");
  }
}
