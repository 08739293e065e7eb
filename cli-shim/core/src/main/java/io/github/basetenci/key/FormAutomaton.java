package io.github.basetenci.key;

import java.util.Arrays;
import java.util.List;

/**
 * The Aho-Corasick automaton of a set of forms. A node stands for the longest suffix of the text
 * read so far that is the beginning of a form. {@link #depth} is the length of that suffix; the
 * text before the suffix cannot become part of a form any more. The automaton is immutable and
 * shared by all streams.
 *
 * <p>Nodes are numbered breadth first, so the children of a node have consecutive numbers: from the
 * first child of the node to the first child of the next node. A node takes 17 bytes, and 16 of
 * these bytes are next to each other in memory. With many keys, the cost of visiting a node is the
 * cost of reading it from memory.
 */
final class FormAutomaton {
  static final int ROOT = 0;

  private static final int FIRST_CHILD = 0;

  /** The node of the longest proper suffix of this node's text. */
  private static final int FALLBACK = 1;

  private static final int DEPTH = 2;

  /** The length of the longest form that this node's text ends with, or 0. */
  private static final int LONGEST_FORM = 3;

  private static final int FIELDS = 4;

  /** The fields of node {@code n} begin at {@code n * FIELDS}. */
  private final int[] nodes;

  /**
   * For each node, the byte that leads from its parent to the node. The bytes of the children of
   * one node are in ascending order.
   */
  private final byte[] label;

  private final int[] rootChild = new int[256];
  private final boolean[] occurs = new boolean[256];
  private int maxDepth;

  /**
   * Builds the automaton.
   *
   * @param forms the forms in visible ASCII, sorted, without duplicates and without empty forms
   */
  FormAutomaton(List<byte[]> forms) {
    int count = countNodes(forms);
    // One extra entry says where the children of the last node end.
    nodes = new int[(count + 1) * FIELDS];
    label = new byte[count];
    build(forms, count);
  }

  private static int countNodes(List<byte[]> forms) {
    int nodes = 1;
    byte[] previous = {};
    for (byte[] form : forms) {
      int common = Arrays.mismatch(previous, form);
      nodes += form.length - common;
      previous = form;
    }
    return nodes;
  }

  private void build(List<byte[]> forms, int count) {
    // All forms that begin with the text of one node are next to each other in the sorted list.
    int[] from = new int[count];
    int[] to = new int[count];
    to[ROOT] = forms.size();
    int added = 1;
    for (int node = 0; node < count; node++) {
      set(node, FIRST_CHILD, added);
      int length = depth(node);
      int i = from[node];
      if (i < to[node] && forms.get(i).length == length) {
        i++;
      }
      while (i < to[node]) {
        byte b = forms.get(i)[length];
        int end = i + 1;
        while (end < to[node] && forms.get(end)[length] == b) {
          end++;
        }
        from[added] = i;
        to[added] = end;
        // A form that ends at this node comes before all longer forms that begin with it.
        add(added++, node, b, forms.get(i).length == length + 1);
        i = end;
      }
    }
    set(count, FIRST_CHILD, added);
  }

  private void add(int node, int parent, byte b, boolean isForm) {
    int depth = depth(parent) + 1;
    // This search reads only nodes of smaller depth than the parent, and those nodes are complete.
    int fallback = parent == ROOT ? ROOT : next(get(parent, FALLBACK), b);
    set(node, FALLBACK, fallback);
    set(node, DEPTH, depth);
    set(node, LONGEST_FORM, isForm ? depth : longestForm(fallback));
    label[node] = b;
    if (parent == ROOT) {
      rootChild[b & 0xff] = node;
    }
    occurs[b & 0xff] = true;
    maxDepth = Math.max(maxDepth, depth);
  }

  private int get(int node, int field) {
    return nodes[node * FIELDS + field];
  }

  private void set(int node, int field, int value) {
    nodes[node * FIELDS + field] = value;
  }

  /** The node after one more byte. */
  int next(int node, byte b) {
    int at = node;
    while (at != ROOT) {
      int child = child(at, b);
      if (child != ROOT) {
        return child;
      }
      at = get(at, FALLBACK);
    }
    return rootChild[b & 0xff];
  }

  private int child(int node, byte b) {
    int low = get(node, FIRST_CHILD);
    int high = get(node + 1, FIRST_CHILD);
    while (high - low > 4) {
      int middle = (low + high) >>> 1;
      if (label[middle] > b) {
        high = middle;
      } else {
        low = middle;
      }
    }
    for (; low < high; low++) {
      if (label[low] == b) {
        return low;
      }
    }
    return ROOT;
  }

  /** The number of last bytes that could still become a form. */
  int depth(int node) {
    return get(node, DEPTH);
  }

  /** The length of the longest form that ends at this node, or 0. */
  int longestForm(int node) {
    return get(node, LONGEST_FORM);
  }

  /** Whether any form contains this byte. */
  boolean occurs(byte b) {
    return occurs[b & 0xff];
  }

  /** The length of the longest form. */
  int maxDepth() {
    return maxDepth;
  }
}
