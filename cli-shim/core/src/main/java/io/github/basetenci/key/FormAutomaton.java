package io.github.basetenci.key;

import java.util.Arrays;
import java.util.List;

/**
 * The Aho-Corasick automaton of a set of forms. A node is the longest end of the text read so far
 * that begins a form; {@link #depth} is its length, so that nothing before it can still become part
 * of a form. Immutable and shared by all streams.
 *
 * <p>Nodes are numbered breadth first, so the children of a node are neighbours and one array of
 * first children describes the whole tree: a node costs 13 bytes.
 */
final class FormAutomaton {
  static final int ROOT = 0;

  /** The children of node {@code n} are {@code firstChild[n]} up to {@code firstChild[n + 1]}. */
  private final int[] firstChild;

  /** The byte that leads from its parent to a node; ascending among the children of one. */
  private final byte[] label;

  /** The node of the longest proper end of this node's text. */
  private final int[] fallback;

  private final char[] depth;

  /** The length of the longest form that this node's text ends with, or 0. */
  private final char[] longestForm;

  private final int[] rootChild = new int[256];
  private final boolean[] occurs = new boolean[256];
  private int maxDepth;

  /**
   * Builds the automaton.
   *
   * @param forms visible ASCII, sorted, without duplicates, none empty or longer than 65,535 bytes
   */
  FormAutomaton(List<byte[]> forms) {
    int nodes = countNodes(forms);
    firstChild = new int[nodes + 1];
    label = new byte[nodes];
    fallback = new int[nodes];
    depth = new char[nodes];
    longestForm = new char[nodes];
    build(forms, nodes);
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

  private void build(List<byte[]> forms, int nodes) {
    // The forms that begin with a node's text are neighbours in the sorted list.
    int[] from = new int[nodes];
    int[] to = new int[nodes];
    to[ROOT] = forms.size();
    int next = 1;
    for (int node = 0; node < nodes; node++) {
      firstChild[node] = next;
      int length = depth[node];
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
        from[next] = i;
        to[next] = end;
        // A form that ends here sorts before all that go on.
        add(next++, node, b, forms.get(i).length == length + 1);
        i = end;
      }
    }
    firstChild[nodes] = next;
  }

  private void add(int node, int parent, byte b, boolean isForm) {
    label[node] = b;
    depth[node] = (char) (depth[parent] + 1);
    // Only nodes above the parent's depth are asked here, and those are complete.
    fallback[node] = parent == ROOT ? ROOT : next(fallback[parent], b);
    longestForm[node] = isForm ? depth[node] : longestForm[fallback[node]];
    if (parent == ROOT) {
      rootChild[b & 0xff] = node;
    }
    occurs[b & 0xff] = true;
    maxDepth = Math.max(maxDepth, depth[node]);
  }

  /** The node after one more byte. */
  int next(int node, byte b) {
    int at = node;
    while (at != ROOT) {
      int child = child(at, b);
      if (child != ROOT) {
        return child;
      }
      at = fallback[at];
    }
    return rootChild[b & 0xff];
  }

  private int child(int node, byte b) {
    int low = firstChild[node];
    int high = firstChild[node + 1];
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

  /** The same node, or where nothing goes on from it, the next one from which something does. */
  int live(int node) {
    int at = node;
    while (at != ROOT && firstChild[at] == firstChild[at + 1]) {
      at = fallback[at];
    }
    return at;
  }

  /** How many of the last bytes could still become a form. */
  int depth(int node) {
    return depth[node];
  }

  /** The length of the longest form that ends at this node, or 0. */
  int longestForm(int node) {
    return longestForm[node];
  }

  /** Whether any form holds this byte. */
  boolean occurs(byte b) {
    return occurs[b & 0xff];
  }

  /** The length of the longest form. */
  int maxDepth() {
    return maxDepth;
  }
}
