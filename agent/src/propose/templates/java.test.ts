import { describeExamples } from './scratch-example.ts';

const missing = (what: string, called: string) => ({
  type: 'java.lang.NullPointerException',
  value: `Cannot invoke "${called}" because ${what} is null`,
});
const beyond = (kind: string, value: string) => ({
  type: `java.lang.${kind}IndexOutOfBoundsException`,
  value,
});

describeExamples('java', 'src/main/java/shop/Shop.java', [
  {
    template: 'initialise-field',
    ...missing('"this.notes"', 'java.util.List.add(Object)'),
    program:
      'package shop;\n\nimport java.util.List;\n\nclass Shop {\n    private List<String> notes;\n\n    void note(String text) {\n        notes.add(text); // <<\n    }\n}\n',
    becomes:
      'import java.util.ArrayList;\nimport java.util.List;\n\nclass Shop {\n    private List<String> notes = new ArrayList<>();',
  },
  {
    template: 'initialise-field',
    ...missing('"this.notes"', 'java.util.Map.put(Object, Object)'),
    program:
      'package shop;\n\nimport java.util.*;\n\nclass Shop {\n    private Map<String, String> notes = null;\n\n    void note(String text) {\n        this.notes.put(text, text); // <<\n    }\n}\n',
    becomes: 'import java.util.*;\n\nclass Shop {\n    private Map<String, String> notes = new HashMap<>();',
  },
  {
    template: 'initialise-field',
    ...missing('"this.owner"', 'shop.Person.name()'),
    program:
      'package shop;\n\nclass Shop {\n    private Person owner;\n\n    String owner() {\n        return owner.name(); // <<\n    }\n}\n',
    becomes: undefined,
  },
  {
    template: 'assign-from-constructor',
    ...missing('"this.owner"', 'shop.Person.name()'),
    program:
      'package shop;\n\nclass Shop {\n    private Person owner;\n    private String id;\n\n    Shop(String id, Person owner) {\n        this.id = id;\n    }\n\n    String owner() {\n        return owner.name(); // <<\n    }\n}\n',
    becomes: '        this.id = id;\n        this.owner = owner;\n    }',
  },
  {
    template: 'default-of-map',
    ...missing('the return value of "java.util.Map.get(Object)"', 'java.lang.Integer.intValue()'),
    program:
      'package shop;\n\nimport java.util.Map;\n\nclass Shop {\n    private final Map<String, Integer> stock = Map.of();\n\n    int twice(String name) {\n        int count = stock.get(name); // <<\n        return count * 2;\n    }\n}\n',
    becomes: 'int count = stock.getOrDefault(name, 0);',
  },
  {
    template: 'default-of-map',
    ...missing('the return value of "java.util.Map.get(Object)"', 'java.lang.Integer.intValue()'),
    program:
      'package shop;\n\nimport java.util.Map;\n\nclass Shop {\n    private final Map<String, Integer> stock = Map.of();\n\n    int once(String name) {\n        return stock.getOrDefault(name, -1);\n    }\n\n    int twice(String name) {\n        int count = stock.get(name); // <<\n        return count * 2;\n    }\n}\n',
    becomes: 'int count = stock.getOrDefault(name, -1);',
  },
  {
    template: 'default-of-map',
    ...missing('the return value of "java.util.Map.get(Object)"', 'java.util.List.add(Object)'),
    program:
      'package shop;\n\nimport java.util.ArrayList;\nimport java.util.HashMap;\nimport java.util.List;\nimport java.util.Map;\n\nclass Shop {\n    private final Map<String, List<String>> notes = new HashMap<>();\n\n    void note(String name, String text) {\n        notes.get(name).add(text); // <<\n    }\n}\n',
    becomes: 'notes.computeIfAbsent(name, missing -> new ArrayList<>()).add(text);',
  },
  {
    template: 'default-of-map',
    ...missing('the return value of "java.util.List.get(int)"', 'String.length()'),
    program:
      'package shop;\n\nimport java.util.List;\n\nclass Shop {\n    int first(List<String> names, int at) {\n        return names.get(at).length(); // <<\n    }\n}\n',
    becomes: undefined,
  },
  {
    template: 'check-result',
    ...missing('"<local2>"', 'shop.Cart.total()'),
    program:
      'package shop;\n\nclass Shop {\n    Cart find(String id) {\n        return null;\n    }\n\n    int pay(String id) {\n        Cart cart = find(id);\n        return cart.total() * 2; // <<\n    }\n}\n',
    becomes: '        Cart cart = find(id);\n        if (cart == null) {\n            return 0;\n        }\n',
  },
  {
    template: 'check-like-siblings',
    ...missing('"<local2>"', 'shop.Cart.total()'),
    program:
      'package shop;\n\nclass Shop {\n    Cart find(String id) {\n        return null;\n    }\n\n    int size(String id) {\n        Cart cart = find(id);\n        if (cart == null) {\n            throw new IllegalArgumentException("No cart " + id);\n        }\n        return cart.size();\n    }\n\n    int pay(String id) {\n        Cart basket = find(id);\n        return basket.total() * 2; // <<\n    }\n}\n',
    becomes:
      'Cart basket = find(id);\n        if (basket == null) {\n            throw new IllegalArgumentException("No cart " + id);\n        }\n',
  },
  {
    template: 'loop-bound',
    ...beyond('Array', 'Index 3 out of bounds for length 3'),
    program:
      'package shop;\n\nclass Shop {\n    int total(int[] rows) {\n        int total = 0;\n        for (int i = 0; i <= rows.length; i++) {\n            total += rows[i]; // <<\n        }\n        return total;\n    }\n}\n',
    becomes: 'for (int i = 0; i < rows.length; i++) {',
  },
  {
    template: 'loop-bound',
    ...beyond('', 'Index 2 out of bounds for length 2'),
    program:
      'package shop;\n\nimport java.util.List;\n\nclass Shop {\n    int total(List<Integer> rows) {\n        int total = 0;\n        for (int i = rows.size(); i > 0; i--) {\n            total += rows.get(i); // <<\n        }\n        return total;\n    }\n}\n',
    becomes: 'for (int i = rows.size() - 1; i > 0; i--) {',
  },
  {
    template: 'empty-base-case',
    ...beyond('String', 'index 0, length 0'),
    program:
      'package shop;\n\nclass Shop {\n    String initial(String name) {\n        return "" + name.charAt(0); // <<\n    }\n}\n',
    becomes: '        if (name.isEmpty()) {\n            return "";\n        }\n',
  },
  {
    template: 'empty-base-case',
    ...beyond('Array', 'Index 1 out of bounds for length 1'),
    program:
      'package shop;\n\nclass Shop {\n    String host(String address) {\n        String[] parts = address.split("@");\n        return parts[1]; // <<\n    }\n}\n',
    becomes: '        if (parts.length <= 1) {\n            return "";\n        }\n        return parts[1];',
  },
  {
    template: 'blank-number',
    type: 'java.lang.NumberFormatException',
    value: 'For input string: ""',
    program:
      'package shop;\n\nclass Shop {\n    static int quantity(String text) {\n        return Integer.parseInt(text); // <<\n    }\n}\n',
    becomes: 'if (text == null || text.isBlank()) {\n            return 0;\n        }',
  },
  {
    template: 'blank-number',
    type: 'java.lang.NumberFormatException',
    value: 'For input string: "two"',
    program:
      'package shop;\n\nclass Shop {\n    static int quantity(String text) {\n        return Integer.parseInt(text); // <<\n    }\n}\n',
    becomes: undefined,
  },
  {
    template: 'trim-number',
    type: 'java.lang.NumberFormatException',
    value: 'For input string: " 12"',
    program:
      'package shop;\n\nclass Shop {\n    static int quantity(String text) {\n        return Integer.parseInt(text); // <<\n    }\n}\n',
    becomes: 'Integer.parseInt(text.trim())',
  },
  {
    template: 'compare-from-constant',
    ...missing('"state"', 'String.equals(Object)'),
    program:
      'package shop;\n\nclass Shop {\n    boolean open(String state) {\n        return state.equals("open"); // <<\n    }\n}\n',
    becomes: 'return "open".equals(state);',
  },
  {
    template: 'check-class',
    type: 'java.lang.ClassCastException',
    value: 'class java.lang.Integer cannot be cast to class java.lang.String',
    program:
      'package shop;\n\nclass Shop {\n    String name(Object given) {\n        String name = (String) given; // <<\n        return name;\n    }\n}\n',
    becomes: 'if (!(given instanceof String)) {\n            return "";\n        }',
  },
  {
    template: 'check-parameter',
    ...missing('"name"', 'String.trim()'),
    program:
      'package shop;\n\nclass Shop {\n    void greet(String name) {\n        System.out.println(name.trim()); // <<\n    }\n}\n',
    becomes: '        if (name == null) {\n            return;\n        }\n',
  },
]);
