"""Ends with 0 when a program of QuixBugs behaves like the reference on inputs that its precondition allows.

usage: behaviour.py PROGRAM; the program is in python_programs/, the reference and the published inputs beside this file.
"""

import copy
import importlib.util
import itertools
import json
import os
import random
import signal
import string
import sys

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(here)
sys.path.insert(0, os.path.join(root, 'python_programs'))
from node import Node  # noqa: E402

rounds = 120
seconds = 2
chance = random.Random(11)


def load(folder, name):
    spec = importlib.util.spec_from_file_location(f'{os.path.basename(folder)}_{name}', f'{folder}/{name}.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


def ints(low=-20, high=20, most=8, least=0):
    return [chance.randint(low, high) for _ in range(chance.randint(least, most))]


def distinct(most=7, least=0):
    return chance.sample(range(-20, 40), chance.randint(least, most))


def word(letters='abcd', most=6):
    return ''.join(chance.choice(letters) for _ in range(chance.randint(0, most)))


def nearly_sorted():
    values = sorted(distinct(9, 1))
    k = chance.randint(0, len(values) - 1)
    for at in range(0, len(values) - k, k + 1):
        values[at], values[at + k] = values[at + k], values[at]
    return [values, k]


def nested(depth=3):
    if depth == 0 or chance.random() < 0.4:
        return chance.randint(0, 9)
    return [nested(depth - 1) for _ in range(chance.randint(0, 3))]


def postfix(depth=3):
    if depth == 0 or chance.random() < 0.3:
        return [float(chance.randint(1, 9))]
    return postfix(depth - 1) + postfix(depth - 1) + [chance.choice('+-*/')]


def infix():
    tokens = [chance.randint(1, 9)]
    for _ in range(chance.randint(0, 6)):
        tokens += [chance.choice('+-*/'), chance.randint(1, 9)]
    return tokens


def palindrome():
    half = [chance.choice([0, 1, 8, 9, 9]) for _ in range(chance.randint(1, 3))]
    half[0] = half[0] or 1
    return half + (half[-2::-1] if len(half) > 1 and chance.random() < 0.5 else half[::-1])


def permutation():
    values = distinct(6, 2)
    return sorted(values) if values == sorted(values, reverse=True) else values


def chain(cyclic):
    node, nodes = None, []
    for value in range(chance.randint(0 if not cyclic else 1, 7)):
        node = Node(value, node)
        nodes.append(node)
    if cyclic and chance.random() < 0.5:
        nodes[0].successor = chance.choice(nodes)
    return node


def graph():
    nodes = [Node(value, None, []) for value in range(chance.randint(1, 7))]
    for node in nodes:
        node.successors = chance.sample(nodes, chance.randint(0, min(3, len(nodes))))
    return nodes


def two_nodes():
    nodes = graph()
    return [chance.choice(nodes), chance.choice(nodes)]


def lengths_of_nodes():
    nodes = graph()
    edges = [(node, other) for node in nodes for other in node.successors]
    # Sums that are told apart: equal ones would have the heap compare nodes.
    lengths = chance.sample([2**power + 1 for power in range(3, 30)], min(len(edges), 27))
    return [dict(zip(edges, lengths)), chance.choice(nodes), chance.choice(nodes)]


def acyclic():
    nodes = [Node(value, None, [], [], [], []) for value in range(chance.randint(1, 7))]
    for first, second in itertools.combinations(nodes, 2):
        if chance.random() < 0.35:
            first.outgoing_nodes.append(second)
            second.incoming_nodes.append(first)
    chance.shuffle(nodes)
    return [nodes]


def connected():
    nodes = list(range(chance.randint(2, 7)))
    edges = {(chance.randrange(node), node) for node in nodes[1:]}
    edges |= {pair for pair in itertools.combinations(nodes, 2) if chance.random() < 0.5}
    edges = sorted(edges)
    return [dict(zip(edges, chance.sample(range(1, 100), len(edges))))]


def weighted(count):
    pairs = [pair for pair in itertools.permutations(range(count), 2) if chance.random() < 0.45]
    # Potentials make some weights negative, and no cycle.
    potential = [chance.randint(-5, 5) for _ in range(count)]
    return {(u, v): chance.randint(1, 9) + potential[u] - potential[v] for u, v in pairs}


def paths():
    count = chance.randint(1, 6)
    return [count, weighted(count)]


def reachable():
    weights = weighted(chance.randint(2, 6))
    weights = {(u, v): weight for (u, v), weight in weights.items()}
    known = {u for u, _ in weights} - {v for _, v in weights} - {0}
    return [0, {(u, v): weight for (u, v), weight in weights.items() if u not in known}]


def bucket():
    k = chance.randint(1, 12)
    return [ints(0, k - 1, 9), k]


def kth():
    values = ints(-9, 9, 8, 1)
    return [values, chance.randrange(len(values))]


def in_sorted():
    values = sorted(ints(-5, 9, 9))
    return [values, chance.randint(-6, 10)]


def span():
    a = chance.randint(-2, 4)
    return [a, a + chance.randint(0, 6), chance.randint(1, 4)]


def text():
    words = [word('xyz', 7) for _ in range(chance.randint(0, 9))]
    # The reference does not end where a word is longer than a line.
    return [' '.join(words), chance.randint(8, 20)]


makers = {
    'bitcount': lambda: [chance.randint(0, 5000)],
    'breadth_first_search': two_nodes,
    'bucketsort': bucket,
    'depth_first_search': two_nodes,
    'detect_cycle': lambda: [chain(True)],
    'find_first_in_sorted': in_sorted,
    'find_in_sorted': in_sorted,
    'flatten': lambda: [[nested() for _ in range(chance.randint(0, 4))]],
    'gcd': lambda: [chance.randint(0, 60), chance.randint(0, 60)],
    'get_factors': lambda: [chance.randint(1, 400)],
    'hanoi': lambda: [chance.randint(0, 5), chance.randint(1, 3), chance.randint(1, 3)],
    'is_valid_parenthesization': lambda: [word('()', 8)],
    'kheapsort': nearly_sorted,
    'knapsack': lambda: [
        chance.randint(0, 30),
        [[chance.randint(1, 15), chance.randint(0, 20)] for _ in range(chance.randint(0, 5))],
    ],
    'kth': kth,
    'lcs_length': lambda: [word(), word()],
    'levenshtein': lambda: [word('abc', 5), word('abc', 5)],
    'lis': lambda: [distinct(9)],
    'longest_common_subsequence': lambda: [word('abc', 6), word('abc', 6)],
    'max_sublist_sum': lambda: [ints()],
    'mergesort': lambda: [ints()],
    'minimum_spanning_tree': connected,
    'next_palindrome': lambda: [palindrome()],
    'next_permutation': lambda: [permutation()],
    'pascal': lambda: [chance.randint(1, 9)],
    'possible_change': lambda: [chance.sample(range(1, 12), chance.randint(0, 4)), chance.randint(-3, 25)],
    'powerset': lambda: [distinct(5)],
    'quicksort': lambda: [ints(-5, 5)],
    'reverse_linked_list': lambda: [chain(False)],
    'rpn_eval': lambda: [postfix()],
    'shortest_path_length': lengths_of_nodes,
    'shortest_path_lengths': paths,
    'shortest_paths': reachable,
    'shunting_yard': lambda: [infix()],
    'sieve': lambda: [chance.randint(1, 120)],
    'sqrt': lambda: [chance.uniform(1, 200), chance.choice([0.5, 0.1, 0.01, 0.0001])],
    'subsequences': span,
    'to_base': lambda: [chance.randint(1, 9999), chance.randint(2, 36)],
    'topological_ordering': acyclic,
    'wrap': text,
}


def is_subsequence(part, whole):
    rest = iter(whole)
    return all(letter in rest for letter in part)


def is_ordering(values, args):
    nodes = {node.value: node for node in args[0]}
    if sorted(values) != sorted(nodes):
        return False
    place = {value: at for at, value in enumerate(values)}
    return all(place[node.value] < place[other.value] for node in args[0] for other in node.outgoing_nodes)


# Where several answers are right: what else is as good as the reference's.
as_good = {
    'find_in_sorted': lambda said, args, wanted: wanted != -1 and said != -1 and args[0][said] == args[1],
    'longest_common_subsequence': lambda said, args, wanted: len(said) == len(wanted)
    and all(is_subsequence(said, whole) for whole in args),
    'sqrt': lambda said, args, wanted: abs(said - args[0] ** 0.5) <= args[1],
    'topological_ordering': lambda said, args, wanted: is_ordering(said, args),
}


def plain(value, follow=True):
    if isinstance(value, Node):
        seen, links = [], value
        while follow and links is not None and len(seen) < 50:
            seen.append(links.value)
            links = links.successor
        return seen or value.value
    if isinstance(value, dict):
        found = {repr(plain(key, False)): plain(each, False) for key, each in value.items()}
        return {key: each for key, each in sorted(found.items()) if each != float('inf')}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(each, False) for each in value), key=repr)
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    return [plain(each, False) for each in itertools.islice(value, 100_000)]


class TooLong(BaseException):
    pass


def expired(*_):
    raise TooLong()


def outcome(program, args):
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return 'gives', plain(program(*args))
    except (Exception, TooLong) as error:
        return 'raises', type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def published(name):
    path = f'{here}/{name}.json'
    if os.path.exists(path):
        with open(path) as lines:
            for line in lines:
                args = json.loads(line)[0]
                yield args if isinstance(args, list) else [args]


def main(name):
    signal.signal(signal.SIGALRM, expired)
    program, reference = load(f'{root}/python_programs', name), load(f'{here}/reference', name)
    compared = 0
    for args in itertools.chain(published(name), (makers[name]() for _ in range(rounds))):
        kept = copy.deepcopy(args)
        kind, wanted = outcome(reference, copy.deepcopy(args))
        if kind == 'raises':
            continue
        compared += 1
        said_kind, said = outcome(program, args)
        if said_kind == kind and said == wanted:
            continue
        good = as_good.get(name)
        if said_kind == kind and good is not None and good(said, kept, wanted):
            continue
        print(f'{name}({kept}) {said_kind} {said}, the reference gives {wanted}'[:2000])
        return 1
    print(f'{compared} inputs')
    return 0 if compared > 0 else 2


sys.exit(main(sys.argv[1]))
