import { describeExamples } from './scratch-example.ts';

const nil = { type: 'runtime error', value: 'invalid memory address or nil pointer dereference' };
const write = { type: 'panic', value: 'assignment to entry in nil map' };

describeExamples('go', 'stats/stats.go', [
  {
    template: 'make-field',
    ...write,
    program:
      'package stats\n\ntype Counter struct {\n\tname   string\n\tcounts map[string]int\n}\n\nfunc New(name string) *Counter {\n\treturn &Counter{name: name}\n}\n\nfunc (c *Counter) Add(word string) {\n\tc.counts[word]++ // <<\n}\n',
    becomes: '&Counter{name: name, counts: make(map[string]int)}',
  },
  {
    template: 'make-field',
    ...write,
    program:
      'package stats\n\ntype Counter struct{ counts map[string]int }\n\nfunc New() *Counter {\n\treturn &Counter{}\n}\n\nfunc (c *Counter) Add(word string) {\n\tc.counts[word]++ // <<\n}\n',
    becomes: '&Counter{counts: make(map[string]int)}',
  },
  {
    template: 'make-variable',
    ...write,
    program:
      'package stats\n\nfunc group(words []string) map[string][]string {\n\tvar groups map[string][]string\n\tfor _, word := range words {\n\t\tgroups[word] = append(groups[word], word) // <<\n\t}\n\treturn groups\n}\n',
    becomes: '\tgroups := make(map[string][]string)\n',
  },
  {
    template: 'make-variable',
    ...write,
    program:
      'package stats\n\nvar seen map[string]bool\n\nfunc see(word string) {\n\tseen[word] = true // <<\n}\n',
    becomes: 'var seen = make(map[string]bool)\n',
  },
  {
    template: 'make-before-write',
    ...write,
    program:
      'package stats\n\nfunc put(sales map[string]map[string]int, shop, day string) {\n\tsales[shop][day]++ // <<\n}\n',
    becomes: '\tif sales[shop] == nil {\n\t\tsales[shop] = make(map[string]int)\n\t}\n\tsales[shop][day]++',
  },
  {
    template: 'return-made-value',
    ...write,
    program:
      'package stats\n\nfunc load(path string) map[string]int {\n\tif path == "" {\n\t\treturn nil\n\t}\n\treturn map[string]int{path: 1}\n}\n\nfunc put(path string) {\n\tfound := load(path)\n\tfound[path]++ // <<\n}\n',
    becomes: '\t\treturn make(map[string]int)\n',
  },
  {
    template: 'check-result',
    ...nil,
    program:
      'package stats\n\nimport "errors"\n\nvar errNoUser = errors.New("no such user")\n\ntype User struct{ Name string }\n\ntype Store struct{ users map[string]*User }\n\nfunc (s *Store) find(id string) *User {\n\treturn s.users[id]\n}\n\nfunc greet(s *Store, id string) (string, error) {\n\tuser := s.find(id)\n\treturn "Dear " + user.Name, nil // <<\n}\n',
    becomes: '\tuser := s.find(id)\n\tif user == nil {\n\t\treturn "", errNoUser\n\t}\n',
  },
  {
    template: 'check-result',
    ...nil,
    program:
      'package stats\n\nimport (\n\t"strings"\n)\n\ntype User struct{ Name string }\n\nfunc find(id string) *User {\n\treturn nil\n}\n\nfunc greet(id string) (string, error) {\n\tuser := find(id)\n\treturn strings.ToUpper(user.Name), nil // <<\n}\n',
    becomes:
      'import (\n\t"errors"\n\t"strings"\n)\n\ntype User struct{ Name string }\n\nfunc find(id string) *User {\n\treturn nil\n}\n\nfunc greet(id string) (string, error) {\n\tuser := find(id)\n\tif user == nil {\n\t\treturn "", errors.New("user not found")\n\t}\n',
  },
  {
    template: 'check-result',
    ...nil,
    program:
      'package stats\n\ntype User struct{ Name string }\n\nfunc greet(user User) string {\n\treturn user.Name // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'check-like-siblings',
    ...nil,
    program:
      'package stats\n\ntype User struct{ Name string }\n\nfunc find(id string) *User {\n\treturn nil\n}\n\nfunc known(id string) string {\n\tuser := find(id)\n\tif user == nil {\n\t\treturn "nobody"\n\t}\n\treturn user.Name\n}\n\nfunc greet(id string) string {\n\tmember := find(id)\n\treturn "Dear " + member.Name // <<\n}\n',
    becomes: '\tmember := find(id)\n\tif member == nil {\n\t\treturn "nobody"\n\t}\n',
  },
  {
    template: 'check-result-in-place',
    ...nil,
    program:
      'package stats\n\ntype User struct{ Name string }\n\nfunc find(id string) *User {\n\treturn nil\n}\n\nfunc greet(id string) string {\n\treturn "Dear " + find(id).Name // <<\n}\n',
    becomes: '\tfound := find(id)\n\tif found == nil {\n\t\treturn ""\n\t}\n\treturn "Dear " + found.Name',
  },
  {
    template: 'check-ignored-error',
    ...nil,
    program:
      'package stats\n\nimport "errors"\n\ntype User struct{ Name string }\n\nfunc find(id string) (*User, error) {\n\tif id == "" {\n\t\treturn nil, errors.New("no id")\n\t}\n\treturn &User{id}, nil\n}\n\nfunc greet(id string) (string, error) {\n\tuser, _ := find(id)\n\treturn "Dear " + user.Name, nil // <<\n}\n',
    becomes: '\tuser, err := find(id)\n\tif err != nil {\n\t\treturn "", err\n\t}\n',
  },
  {
    template: 'check-ignored-error',
    ...nil,
    program:
      'package stats\n\ntype User struct{ Name string }\n\nfunc find(id string) (*User, error) {\n\treturn &User{id}, nil\n}\n\nfunc greet(id string) (string, error) {\n\tuser, err := find(id)\n\tif err != nil {\n\t\treturn "", err\n\t}\n\treturn "Dear " + user.Name, nil // <<\n}\n',
    becomes: undefined,
  },
  {
    template: 'check-assertion',
    type: 'runtime error',
    value: 'interface conversion: interface {} is float64, not string',
    program:
      'package stats\n\nfunc name(values map[string]interface{}) (string, bool) {\n\ttext := values["name"].(string) // <<\n\treturn text, true\n}\n',
    becomes: '\ttext, ok := values["name"].(string) // <<\n\tif !ok {\n\t\treturn "", false\n\t}\n',
  },
  {
    template: 'loop-bound',
    type: 'runtime error',
    value: 'index out of range [3] with length 3',
    program:
      'package stats\n\nfunc sum(rows []int) int {\n\ttotal := 0\n\tfor i := 0; i <= len(rows); i++ {\n\t\ttotal += rows[i] // <<\n\t}\n\treturn total\n}\n',
    becomes: 'for i := 0; i < len(rows); i++ {',
  },
  {
    template: 'empty-base-case',
    type: 'runtime error',
    value: 'index out of range [-1]',
    program: 'package stats\n\nfunc last(rows []int) int {\n\treturn rows[len(rows)-1] // <<\n}\n',
    becomes: '\tif len(rows) == 0 {\n\t\treturn 0\n\t}\n\treturn rows',
  },
  {
    template: 'empty-base-case',
    type: 'runtime error',
    value: 'index out of range [1] with length 1',
    program:
      'package stats\n\nimport "strings"\n\nfunc host(address string) string {\n\tparts := strings.Split(address, "@")\n\treturn parts[1] // <<\n}\n',
    becomes: '\tif len(parts) <= 1 {\n\t\treturn ""\n\t}\n\treturn parts[1]',
  },
  {
    template: 'check-parameter',
    ...nil,
    program:
      'package stats\n\ntype User struct{ Name string }\n\nfunc greet(user *User) string {\n\treturn user.Name // <<\n}\n',
    becomes: '\tif user == nil {\n\t\treturn ""\n\t}\n',
  },
  {
    template: 'return-early',
    ...nil,
    program:
      'package stats\n\ntype User struct{ Boss *User; Name string }\n\nfunc boss(user *User) (string, bool) {\n\treturn user.Boss.Name, true // <<\n}\n',
    becomes: '\tif user.Boss == nil {\n\t\treturn "", false\n\t}\n',
  },
]);
